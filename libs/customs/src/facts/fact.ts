/** What every transaction fact has, whatever its type (schemas/transactions). Times in milliseconds since 1970-01-01 UTC. */
export type FactHead = {
  readonly type: string;
  readonly source: string;
  readonly senderReference: string;
  readonly versionNumber: number | null;
  readonly preparedAt: number | null;
  readonly controlNumber: string | null;
};

/** A fact about an entry, an export filing or an in-bond movement. */
export type IdentifiableFact = FactHead & {
  readonly entryNumber?: string;
  readonly itn?: string;
  readonly inBondNumber?: string;
  readonly status?: string;
};
