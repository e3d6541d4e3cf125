/** Terraform with the AWS provider, where the machine has both: nothing is downloaded. */

import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders in which Terraform itself, or whoever set the machine up, keeps providers. */
const MIRRORS = [
  process.env.TERRAFORM_MIRROR ?? '',
  '/opt/tf-plugins',
  join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
];

const AWS = join('registry.terraform.io', 'hashicorp', 'aws');

/** Why tests that need Terraform and its AWS provider are skipped, for node:test's `skip`; false where both are there. */
export function whyNoTerraform(): string | false {
  if (!hasTerraform()) return 'terraform is not on this machine';
  return mirror() === undefined ? 'the AWS provider of Terraform is in none of its folders on this machine' : false;
}

/** Whether the program alone is there: enough to parse. */
export function hasTerraform(): boolean {
  return spawnSync('terraform', ['version'], { stdio: 'ignore', env: environment({}) }).status === 0;
}

function mirror(): string | undefined {
  return MIRRORS.find((path) => {
    const versions = path === '' || !existsSync(join(path, AWS)) ? [] : readdirSync(join(path, AWS));
    return versions.some((version) => version.startsWith('5.'));
  });
}

export type TerraformResult = { code: number; stdout: string; stderr: string };

/** Runs terraform in a folder; the code is handed over, since a plan says with it whether there is something to do. */
export function terraform(folder: string, args: string[], env: Record<string, string> = {}): Promise<TerraformResult> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: environment(env), maxBuffer: 2 ** 27 };
    execFile('terraform', args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** A place with the provider linked in once; folders of the same provider version share it. */
export class TerraformHome {
  readonly path = mkdtempSync(join(tmpdir(), 'trailproof-terraform-'));
  #folders = 0;

  get env(): Record<string, string> {
    return { TF_CLI_CONFIG_FILE: join(this.path, 'terraformrc'), TF_DATA_DIR: join(this.path, 'data') };
  }

  /** A new folder with these files, ready to be used. */
  async folder(files: Record<string, string>): Promise<{ path: string; env: Record<string, string> }> {
    const path = join(this.path, String(this.#folders++));
    mkdirSync(path);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    const { env } = this;
    const first = join(this.path, '0');
    if (path === first) {
      const from = `provider_installation {\n  filesystem_mirror {\n    path = "${mirror()}"\n  }\n}\n`;
      writeFileSync(join(this.path, 'terraformrc'), from);
      const { code, stderr } = await terraform(path, ['init', '-no-color', '-input=false'], env);
      if (code !== 0) throw new Error(`terraform init: ${stderr}`);
    } else {
      copyFileSync(join(first, '.terraform.lock.hcl'), join(path, '.terraform.lock.hcl'));
    }
    return { path, env };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function environment(env: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: tmpdir(), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...env };
}
