import { accountStoreContract } from '../testing/account-store.contract.ts';
import { MemoryAccountStore } from './memory-account-store.ts';

accountStoreContract(() => {
  const store = new MemoryAccountStore();
  return Promise.resolve({ store, reopen: () => store });
});
