import { describe, expect, it } from '@jest/globals';
import { pictureText, type Picture } from './picture-text.ts';

const nothing = { owed: 0, paid: 0, refunded: 0, outstanding: 0 };
const picture: Picture = {
  id: 'importer:07-148708000',
  activityCount: 1_752,
  totals: {},
  balance: {
    duty: { owed: 10_566_393, paid: 7_875_776, refunded: 100, outstanding: 2_690_717 },
    fees: nothing,
    taxes: nothing,
    interest: nothing,
    total: { owed: 10_566_393, paid: 7_875_776, refunded: 100, outstanding: 2_690_717 },
  },
  declarationsByStatus: { filed: 116, 'in-bond-exported': 7 },
  byMonth: [
    { month: '2025-08', entryCount: 91, enteredValue: 1_521_420_200, dutyOwed: 1_718_553, dutyPaid: 3, feesPaid: 4 },
    { month: '2025-09', liquidationCount: 2 },
  ],
  byPort: ['1401', '3901', '4601', '2704', '2709', '5301', '1703'].map((port, i) => ({
    port,
    entryCount: 1,
    enteredValue: 100 * (i + 1),
  })),
  byChapter: [{ chapter: '85', enteredValue: 100 }],
  byCountry: [{ country: 'TW', enteredValue: 100 }],
};

const text = pictureText(picture, {
  company: 'Ottermoss Devices',
  industry: 'technology',
  portName: (code) => (code === '1401' ? 'Norfolk, VA' : undefined),
});
const lineWith = (start: string) =>
  text
    .split('\n')
    .find((line) => line.trim().startsWith(start))
    ?.trim()
    .split(/\s{2,}/);

describe("an account's picture", () => {
  it('says whose it is', () => {
    expect(text).toMatch(/^Ottermoss Devices \(technology\)\nImporter of record 07-148708000 · 1,752 activities/);
  });

  it('counts declarations by status, in words', () => {
    expect(lineWith('Entries filed, not yet released')).toEqual(['Entries filed, not yet released', '116']);
    expect(lineWith('In-bond movements exported')).toEqual(['In-bond movements exported', '7']);
    expect(text).not.toContain('liquidated');
  });

  it('shows the balance by kind of money', () => {
    expect(lineWith('Duty  ')).toEqual(['Duty', '$105,663.93', '$78,757.76', '$1.00', '$26,907.17']);
  });

  it('shows months in their order, with what was paid in all, and without those that say nothing', () => {
    expect(lineWith('2025-08')).toEqual(['2025-08', '91', '$15,214,202.00', '$17,185.53', '$0.07']);
    expect(lineWith('2025-09')).toBeUndefined();
  });

  it('shows the ports of greatest value by name, and how many more there are', () => {
    expect(lineWith('1703')).toEqual(['1703', '1', '$7.00']);
    expect(text).not.toContain('1401');
    expect(text).toContain('… and 1 more');
  });

  it('names chapters and countries', () => {
    expect(lineWith('85')?.[0]).toBe('85 Electrical machinery');
    expect(lineWith('TW')?.[0]).toBe('TW Taiwan');
  });
});
