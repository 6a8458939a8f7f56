export type { FactHead, IdentifiableFact } from './facts/fact.ts';
export { contentHashOf, eventIdOf, factKeyOf } from './facts/identity.ts';
export { declarationOf, seriesOf } from './facts/series.ts';
export { compareVersions, outranks, versionOf, type Ranked } from './facts/version.ts';
export { containerCheckDigit, isContainerNumber } from './identifiers/container-number.ts';
export { checkDigitOf, isEntryNumber } from './identifiers/entry-number.ts';
export {
  isCountryCode,
  isExporterNumber,
  isFilerCode,
  isImporterNumber,
  isInBondNumber,
  isItn,
  isPortCode,
  isReference,
  isScac,
  isSocialSecurityNumber,
  isSource,
  isTariffNumber,
} from './identifiers/numbers.ts';
export { brokerSubAccount, carrierSubAccount, exporterSubAccount, importerSubAccount } from './sub-accounts.ts';
