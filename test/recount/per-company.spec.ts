import { describe, expect, it } from '@jest/globals';
import { perCompany } from './per-company.mjs';

const subAccounts = {
  'importer:12-345678900': { all: { dutyOwed: 5, dutyPaid: 2 }, 'port:2704': { dutyOwed: 5 } },
  'importer:12-345678901': { all: { dutyOwed: -5, entryCount: 1 }, 'port:2704': { dutyOwed: -5 } },
  'exporter:12-3456789': { all: { exportCount: 3 } },
  'broker:ABC': { all: { entryCount: 9 } },
  'importer:ssn-1a63be504c522cc6733213e87ab04fa5': { all: { entryCount: 4 } },
};

describe('figures per company', () => {
  it('are the sums of its own sub-accounts, without what comes to nothing', () => {
    const company = {
      name: 'Ottermoss Devices',
      importerNumbers: ['12-345678900', '12-345678901'],
      exporterNumber: '12-3456789',
    };
    expect(perCompany(subAccounts, [company])).toEqual({
      'Ottermoss Devices': { all: { dutyPaid: 2, entryCount: 1, exportCount: 3 } },
    });
  });

  it('include what an individual imports, and are empty for a company without trade', () => {
    const companies = [
      { name: 'Quillmoor Remedies', importerNumbers: ['123-45-6789'], exporterNumber: null },
      { name: 'Pebblewick Stores', importerNumbers: ['00-000000000'], exporterNumber: null },
    ];
    expect(perCompany(subAccounts, companies, { ssnSecret: 'a secret' })).toEqual({
      'Quillmoor Remedies': { all: { entryCount: 4 } },
      'Pebblewick Stores': {},
    });
  });
});
