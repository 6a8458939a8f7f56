import type { Connection } from 'mongoose';

export type DrainOptions = {
  readonly brokers: string;
  readonly mongodbUri: string;
  readonly topicPrefix: string;
  readonly database: string;
  readonly connection: Connection;
  /** How many facts the topic holds. */
  readonly facts: number;
  /** Processes of the servers, where they are ours to measure. */
  readonly pids: Readonly<Record<string, number | undefined>>;
  readonly onProgress: (facts: number) => void;
};

export type Drained = {
  readonly facts: number;
  readonly seconds: number;
  readonly cpuSeconds: Readonly<Record<string, number>>;
};

export const rateOf = ({ facts, seconds }: Drained): number => facts / seconds;
