import {
  checkDigitOf,
  containerCheckDigit,
  isContainerNumber,
  isCountryCode,
  isEntryNumber,
  isExporterNumber,
  isFilerCode,
  isImporterNumber,
  isInBondNumber,
  isItn,
  isPortCode,
  isScac,
  isSource,
  isTariffNumber,
} from '@landfall/customs';
import { fieldCheck, type Check } from './check.ts';

const ENTRY_NUMBER = /^[A-Z0-9]{3}\d{8}$/;
const PAYER_UNIT_NUMBER = /^\d{6}$/;
const CONTAINER_NUMBER = /^[A-Z]{3}[UJZ]\d{7}$/;

export const identifierChecks: readonly Check[] = [
  fieldCheck({
    code: 'SOURCE_FORM',
    citation: 'docs/facts.md',
    fields: ['source'],
    isRight: isSource,
    reason:
      'The source is the port system\'s identifier: lower-case letters, digits, dots and hyphens, such as "port-2704".',
  }),
  fieldCheck({
    code: 'ENTRY_NUMBER_FORM',
    citation: 'CATAIR Appendix E',
    fields: ['entryNumber'],
    isRight: (text: string) => ENTRY_NUMBER.test(text),
    reason: 'An entry number is the filer code (3 letters or digits), 7 digits and a check digit, without hyphens.',
  }),
  fieldCheck({
    code: 'ENTRY_NUMBER_CHECK_DIGIT',
    citation: 'CATAIR Appendix E',
    fields: ['entryNumber'],
    isRight: (text: string) => !ENTRY_NUMBER.test(text) || isEntryNumber(text),
    reason: (text: string) =>
      `The check digit of ${text.slice(0, 3)}-${text.slice(3, 10)} is ${checkDigitOf(text.slice(0, 10))}, not ${text.slice(10)}.`,
  }),
  fieldCheck({
    code: 'IMPORTER_NUMBER_FORM',
    citation: '19 CFR 24.5',
    fields: ['importerOfRecordNumber', 'consigneeNumber'],
    isRight: isImporterNumber,
    reason:
      'The number is an EIN with suffix (NN-NNNNNNNXX), a social security number (NNN-NN-NNNN) or assigned by CBP (YYDDPP-NNNNN), with hyphens.',
  }),
  fieldCheck({
    code: 'EXPORTER_NUMBER_FORM',
    citation: '15 CFR 30.6(a)(1)',
    fields: ['exporterNumber'],
    isRight: isExporterNumber,
    reason: "The exporter's number is an EIN, NN-NNNNNNN, with or without its two-character suffix.",
  }),
  fieldCheck({
    code: 'ITN_FORM',
    citation: '15 CFR 30.4',
    fields: ['itn'],
    isRight: isItn,
    reason: 'An internal transaction number is X, the date as YYYYMMDD, and 6 digits.',
  }),
  fieldCheck({
    code: 'IN_BOND_NUMBER_FORM',
    citation: '19 CFR 18',
    fields: ['inBondNumber'],
    isRight: isInBondNumber,
    reason: 'An in-bond number has 9 digits, or 11 where an air waybill number serves.',
  }),
  fieldCheck({
    code: 'PORT_CODE_FORM',
    citation: 'Schedule D',
    fields: ['portOfEntry', 'portOfRelease', 'portOfExport', 'originPort', 'destinationPort', 'port'],
    isRight: isPortCode,
    reason: 'A port is a Schedule D code of four digits, such as 2704.',
  }),
  fieldCheck({
    code: 'TARIFF_NUMBER_FORM',
    citation: 'HTSUS General Statistical Note 3; 15 CFR 30.6(a)(12)',
    fields: ['lines/*/htsusNumber', 'lines/*/scheduleBNumber'],
    isRight: isTariffNumber,
    reason:
      'A tariff number has ten digits without dots; its first two are a chapter from 01 to 99, and 77 is reserved.',
  }),
  fieldCheck({
    code: 'COUNTRY_CODE_FORM',
    citation: 'HTSUS Annex B',
    fields: ['lines/*/countryOfOrigin', 'countryOfExport', 'countryOfDestination'],
    isRight: isCountryCode,
    reason: 'A country is a two-letter code in capitals, such as CN.',
  }),
  fieldCheck({
    code: 'CARRIER_CODE_FORM',
    citation: 'CATAIR AE record 11',
    fields: ['carrierCode'],
    isRight: isScac,
    reason: 'A carrier is a Standard Carrier Alpha Code of two to four capital letters.',
  }),
  fieldCheck({
    code: 'FILER_CODE_FORM',
    citation: '19 CFR 142.3a',
    fields: ['forwarderCode'],
    isRight: isFilerCode,
    reason: 'A filer code has three letters or digits.',
  }),
  fieldCheck({
    code: 'PAYER_UNIT_NUMBER_FORM',
    citation: '19 CFR 24.25; CBP Form 400',
    fields: ['payerUnitNumber'],
    isRight: (text: string) => PAYER_UNIT_NUMBER.test(text),
    reason: "A payer's unit number is the six digits that CBP assigned for ACH debit.",
  }),
  fieldCheck({
    code: 'CONTAINER_NUMBER_FORM',
    citation: 'ISO 6346',
    fields: ['containerNumbers/*'],
    isRight: (text: string) => CONTAINER_NUMBER.test(text),
    reason: 'A container number is three letters for the owner, U, J or Z, six digits and a check digit.',
  }),
  fieldCheck({
    code: 'CONTAINER_CHECK_DIGIT',
    citation: 'ISO 6346',
    fields: ['containerNumbers/*'],
    isRight: (text: string) => !CONTAINER_NUMBER.test(text) || isContainerNumber(text),
    reason: (text: string) =>
      `The check digit of ${text.slice(0, 10)} is ${containerCheckDigit(text.slice(0, 10))}, not ${text.slice(10)}.`,
  }),
];
