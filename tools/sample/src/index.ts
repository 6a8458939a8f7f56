export { sampleCompanies, type SampleCompany } from './companies.ts';
export { describeSample, type SampleDescription } from './describe-sample.ts';
export type { SampleFact, SampleFactOf } from './fact.ts';
export type { SampleOptions } from './options.ts';
export { sampleFacts } from './sample-facts.ts';
export type { Industry } from './reference/tariff.ts';
export { ports, type Port } from './reference/ports.ts';
