import { brokerSubAccount, carrierSubAccount, exporterSubAccount, importerSubAccount } from '@landfall/customs';
import type { SubAccounts } from '../domain/facts/kind.ts';

export const testSubAccounts: SubAccounts = {
  importer: (number) => importerSubAccount(number, 'a secret of the tests'),
  exporter: exporterSubAccount,
  broker: brokerSubAccount,
  carrier: carrierSubAccount,
};
