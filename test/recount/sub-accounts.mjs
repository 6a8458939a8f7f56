import { createHmac } from 'node:crypto';

const SOCIAL_SECURITY_NUMBER = /^\d{3}-\d{2}-\d{4}$/;

/**
 * The sub-account of an importer of record number; undefined where there is none. A social security number is hidden behind
 * the first 32 hexadecimal digits of the HMAC-SHA-256 of its nine digits.
 */
export function importerSubAccount(number, { ssnSecret } = {}) {
  if (number === undefined || number === null) return undefined;
  if (!SOCIAL_SECURITY_NUMBER.test(number)) return `importer:${number}`;
  if (ssnSecret === undefined)
    throw new Error('a social security number occurs: its sub-account needs the deployment’s secret');
  return `importer:ssn-${createHmac('sha256', ssnSecret).update(number.replaceAll('-', '')).digest('hex').slice(0, 32)}`;
}
