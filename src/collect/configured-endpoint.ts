import { loadSharedConfigFiles } from '@smithy/core/config';

/**
 * The endpoint that the user's configuration sets for a service, in the order of the AWS SDKs (reference guide,
 * service-specific endpoints): AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the profile's services section, the
 * profile's endpoint_url. null: none is set. `serviceId` is in small letters, words joined by `_`.
 */
export async function configuredEndpoint(serviceId: string): Promise<string | null> {
  const { env } = process;
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true') return null;
  for (const name of [`AWS_ENDPOINT_URL_${serviceId.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const set = env[name];
    if (set !== undefined && set !== '') return set;
  }
  const { configFile } = await loadSharedConfigFiles();
  const profile = configFile[env['AWS_PROFILE'] || 'default'] ?? {};
  const services = profile['services'] === undefined ? undefined : configFile[`services.${profile['services']}`];
  return services?.[`${serviceId}.endpoint_url`] ?? profile['endpoint_url'] ?? null;
}
