import { describe, expect, it } from '@jest/globals';
import { brokerSubAccount, carrierSubAccount, exporterSubAccount, importerSubAccount } from './sub-accounts.ts';

const secret = 'a deployment secret';

describe('sub-accounts', () => {
  it.each(['12-345678900', '261204-00001'])('name an importer by its number: %s', (number) =>
    expect(importerSubAccount(number, secret)).toBe(`importer:${number}`),
  );

  it('hide a social security number behind an HMAC with the deployment secret', () => {
    // python3: hmac.new(b'a deployment secret', b'123456789', 'sha256').hexdigest()[:32]
    expect(importerSubAccount('123-45-6789', secret)).toBe('importer:ssn-5baf8c6392a6fa3a8746e3560ac552d2');
    expect(importerSubAccount('123-45-6789', 'another')).not.toBe(importerSubAccount('123-45-6789', secret));
  });

  it('name exporters, brokers and carriers by theirs', () =>
    expect([exporterSubAccount('12-3456789'), brokerSubAccount('B76'), carrierSubAccount('MAEU')]).toEqual([
      'exporter:12-3456789',
      'broker:B76',
      'carrier:MAEU',
    ]));
});
