import type { Framework } from '../model/framework.ts';
import { awsSecurityHub } from './aws-security-hub.ts';
import { cisAws12 } from './cis-aws-1.2.ts';
import { cisAws14 } from './cis-aws-1.4.ts';
import { cisAws30 } from './cis-aws-3.0.ts';
import { cisAws50 } from './cis-aws-5.0.ts';
import { hipaa } from './hipaa.ts';
import { iso270012022 } from './iso-27001-2022.ts';
import { nist80053r5 } from './nist-800-53-r5.ts';
import { pciDss401 } from './pci-dss-4.0.1.ts';
import { soc2 } from './soc-2.ts';

/** Every framework whose clauses the controls can name, in the order in which they are shown. */
export const FRAMEWORKS: readonly Framework[] = [
  awsSecurityHub,
  cisAws12,
  cisAws14,
  cisAws30,
  cisAws50,
  iso270012022,
  nist80053r5,
  pciDss401,
  soc2,
  hipaa,
];
