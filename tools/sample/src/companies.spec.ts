import { describe, expect, it } from '@jest/globals';
import { isExporterNumber, isFilerCode, isImporterNumber, isScac } from '@landfall/customs';
import { sampleCompanies } from './companies.ts';

const companies = [...sampleCompanies({ seed: 1 })];

describe('the companies of a sample', () => {
  it('are forty, ten of each industry', () => {
    expect(companies).toHaveLength(40);
    for (const industry of ['technology', 'automotive', 'mass merchandising', 'pharmaceutical']) {
      expect(companies.filter((company) => company.industry === industry)).toHaveLength(10);
    }
  });

  it('have several importer numbers, brokers and carriers, and some export', () => {
    for (const { importerNumbers, brokers, carriers } of companies) {
      expect(importerNumbers.length).toBeGreaterThanOrEqual(2);
      expect(importerNumbers.filter((number) => !isImporterNumber(number))).toEqual([]);
      expect(brokers.length).toBeGreaterThan(0);
      expect(brokers.filter((code) => !isFilerCode(code))).toEqual([]);
      expect(carriers.filter((code) => !isScac(code))).toEqual([]);
    }
    const exporters = companies.map(({ exporterNumber }) => exporterNumber).filter((number) => number !== null);
    expect(exporters.length).toBeGreaterThan(10);
    expect(exporters.length).toBeLessThan(40);
    expect(exporters.filter((number) => !isExporterNumber(number))).toEqual([]);
  });

  it('share neither names nor numbers, however many they are', () => {
    const many = [...sampleCompanies({ seed: 1, accounts: 2_000 })];
    const numbers = many.flatMap(({ importerNumbers }) => importerNumbers);
    expect(new Set(many.map(({ name }) => name)).size).toBe(2_000);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('have individuals and foreign importers among them', () => {
    const numbers = companies.flatMap(({ importerNumbers }) => importerNumbers);
    expect(numbers.some((number) => /^666-\d{2}-\d{4}$/.test(number))).toBe(true);
    expect(numbers.some((number) => /^\d{6}-\d{5}$/.test(number))).toBe(true);
  });
});
