import { isCalendarDay } from './calendar.ts';

const EIN = /^\d{2}-\d{7}[0-9A-Z]{2}$/;
const SSN = /^\d{3}-\d{2}-\d{4}$/;
const CBP_ASSIGNED = /^\d{6}-\d{5}$/;

/** Importer of record number: EIN with suffix, social security number, or CBP-assigned. 19 CFR 24.5. */
export const isImporterNumber = (text: string): boolean => EIN.test(text) || SSN.test(text) || CBP_ASSIGNED.test(text);

export const isSocialSecurityNumber = (text: string): boolean => SSN.test(text);

/** U.S. Principal Party in Interest: an EIN with or without suffix. 15 CFR 30.6(a)(1). */
export const isExporterNumber = (text: string): boolean => /^\d{2}-\d{7}([0-9A-Z]{2})?$/.test(text);

/** Internal Transaction Number: X, a date, six digits. 15 CFR 30.4. */
export const isItn = (text: string): boolean => /^X\d{14}$/.test(text) && isCalendarDay(text.slice(1, 9));

/** Schedule D port code: four digits. */
export const isPortCode = (text: string): boolean => /^\d{4}$/.test(text);

/** Harmonized Tariff Schedule or Schedule B number: ten digits, chapter 01 to 99; 77 is reserved. */
export const isTariffNumber = (text: string): boolean => /^\d{10}$/.test(text) && !/^(00|77)/.test(text);

/** Standard Carrier Alpha Code: two to four letters. */
export const isScac = (text: string): boolean => /^[A-Z]{2,4}$/.test(text);

/** ABI filer code: three letters or digits. */
export const isFilerCode = (text: string): boolean => /^[A-Z0-9]{3}$/.test(text);

/** In-bond number: 9 digits, or 11 where an air waybill number serves. 19 CFR 18. */
export const isInBondNumber = (text: string): boolean => /^\d{9}(\d{2})?$/.test(text);

/** Two-letter country code as used by Customs. */
export const isCountryCode = (text: string): boolean => /^[A-Z]{2}$/.test(text);

/** Identifier of a port system: lower-case letters, digits, dots and hyphens; it is part of series names. */
export const isSource = (text: string): boolean => /^[a-z0-9][a-z0-9.-]{0,62}$/.test(text);

/**
 * Reference or control number of a sender: 1 to 80 printable ASCII characters. A vertical bar would give fact keys two
 * readings (docs/facts.md).
 */
export const isReference = (text: string): boolean => /^[ -{}~]{1,80}$/.test(text);
