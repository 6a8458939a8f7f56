/** Names under which the module binds needs to adapters. */
export const FACT_PUBLISHER = Symbol('FactPublisher');
export const SUBMISSION_STORE = Symbol('SubmissionStore');
export const INBOUND_STORE = Symbol('InboundStore');
export const CLOCK = Symbol('Clock');
export const LIMITS = Symbol('Limits');
