import type { SubmissionView } from './submission-view.ts';

export type Reply = {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
};

export const send = (reply: Reply, status: number, { contentType, body }: SubmissionView): void =>
  void reply.status(status).header('content-type', contentType).header('cache-control', 'no-store').send(body);
