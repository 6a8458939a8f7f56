/** Names under which the module binds needs to adapters. */
export const ACCOUNT_STORE = Symbol('AccountStore');
export const ACCOUNT_QUERIES = Symbol('AccountQueries');
export const SUB_ACCOUNTS = Symbol('SubAccounts');
export const COLLECTIONS = Symbol('Collections');
export const LOG_ENDS = Symbol('LogEnds');
