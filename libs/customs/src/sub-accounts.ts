import { createHmac } from 'node:crypto';
import { isSocialSecurityNumber } from './identifiers/numbers.ts';

/**
 * The sub-account of an importer of record number. A social security number becomes an HMAC with the deployment's secret:
 * a plain hash of nine digits is guessed in minutes.
 */
export function importerSubAccount(number: string, secret: string): string {
  if (!isSocialSecurityNumber(number)) return `importer:${number}`;
  const digits = number.replaceAll('-', '');
  return `importer:ssn-${createHmac('sha256', secret).update(digits).digest('hex').slice(0, 32)}`;
}

export const exporterSubAccount = (number: string): string => `exporter:${number}`;
export const brokerSubAccount = (filerCode: string): string => `broker:${filerCode}`;
export const carrierSubAccount = (scac: string): string => `carrier:${scac}`;
