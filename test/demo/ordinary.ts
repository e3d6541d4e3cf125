import { type DemoAccount, member, type Unit } from './parts.ts';

/** Number, name, unit, day of joining, and what it is for. */
const ACCOUNTS: readonly (readonly [number, string, Unit, string, string])[] = [
  [31, 'directory', 'infrastructure', '2019-03-04', 'Staff directory and sign-in'],
  [32, 'dns-and-edge', 'infrastructure', '2019-03-05', 'Zones and edge distributions'],
  [33, 'backup-vault', 'infrastructure', '2020-01-20', 'Copies of backups'],
  [34, 'build-runners', 'infrastructure', '2020-02-10', 'Continuous integration'],
  [35, 'image-factory', 'infrastructure', '2021-06-14', 'Machine images for everybody'],
  [36, 'booking-prod', 'production', '2020-04-06', 'Container bookings'],
  [37, 'routing-prod', 'production', '2020-04-07', 'Route planning'],
  [38, 'invoicing-prod', 'production', '2020-08-24', 'Invoices and dunning'],
  [39, 'cold-chain-prod', 'production', '2021-03-15', 'Temperatures of reefers'],
  [40, 'driver-app-prod', 'production', '2021-09-06', 'The app on 900 phones'],
  [41, 'port-calls-prod', 'production', '2022-01-31', 'Berths and port calls'],
  [42, 'claims-prod', 'production', '2022-07-18', 'Damage claims'],
  [43, 'booking-staging', 'staging', '2020-04-06', 'Before booking-prod'],
  [44, 'routing-staging', 'staging', '2020-04-07', 'Before routing-prod'],
  [45, 'payments-staging', 'staging', '2020-06-03', 'Before payments-prod'],
  [46, 'customs-staging', 'staging', '2021-01-18', 'Before customs-prod'],
  [47, 'driver-app-staging', 'staging', '2021-09-06', 'Before driver-app-prod'],
  [48, 'sandbox-ben', 'sandbox', '2024-05-13', 'Ben tries things'],
  [49, 'sandbox-chiara', 'sandbox', '2025-01-07', 'Chiara tries things'],
  [50, 'sandbox-training', 'sandbox', '2025-09-22', 'Courses for newcomers'],
];

/** Members without a story: no trail of their own, and covered in every Region, as most accounts should be. */
export function ordinary(): DemoAccount[] {
  return ACCOUNTS.map(([number, name, unit, day, purpose]) =>
    member(number, name, unit, `${day}T09:00:00Z`, `${purpose}: covered by the organization trail.`),
  );
}
