import { randomUUID } from 'node:crypto';

/** A name that no other test has: for topics, groups and databases on shared servers. */
export const uniqueName = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;
