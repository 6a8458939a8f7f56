import { createRequire } from 'node:module';
import { LandfallError } from '@landfall/errors';
import { decodeFetchResponse, type FetchResponse } from './fetch-response.ts';

const VERSION = '2.2.4';
const FETCH_VERSIONS = [4, 5, 6, 7, 8, 9, 10, 11];

type Response = { decode: (raw: Buffer) => Promise<FetchResponse> };
type RequestQueue = { readonly pending: unknown[]; scheduleCheckPendingRequests: (this: RequestQueue) => void };
/** `lastRequest`: when it sent its last heartbeat, by the clock. */
type Member = { lastRequest: number; heartbeat: (this: Member, options: { interval: number }) => Promise<void> };

type Load = (path: string) => unknown;
const fromHere: Load = createRequire(import.meta.url);

/**
 * Mends what kafkajs has no setting for, process-wide and once; its last release is of 2023. Its other consumers in this
 * process see the signs of fetch-response.ts too, so only LaneConsumer consumes.
 * @throws LandfallError KAFKAJS_CHANGED when kafkajs is not the one that this was written for
 */
export function mendKafkaJs(load = fromHere): void {
  const { version } = load('kafkajs/package.json') as { version: string };
  if (version !== VERSION) throw changed(`it is ${version}`);
  for (const number of FETCH_VERSIONS) mendFetch(load, number);
  mendRequestQueue(load);
  mendHeartbeat(load);
}

/** Checksums are not checked, a batch's expansion has no bound, and a fetch wholly of aborted records never ends. */
function mendFetch(load: Load, number: number): void {
  const path = `kafkajs/src/protocol/requests/fetch/v${number}/response`;
  const response = load(path) as Response;
  if (typeof response.decode !== 'function') throw changed(`${path} has no decode`);
  response.decode = (raw) => decodeFetchResponse(raw, number);
}

const mended = new WeakSet<object>();

/** After each answer it sets a timer, of minus the time of day, that sets the next: 3 % of a core, and a warning. */
function mendRequestQueue(load: Load): void {
  const path = 'kafkajs/src/network/requestQueue';
  const { prototype } = load(path) as { prototype: RequestQueue };
  const { scheduleCheckPendingRequests: schedule } = prototype;
  if (typeof schedule !== 'function') throw changed(`${path} has no scheduleCheckPendingRequests`);
  if (mended.has(schedule)) return;
  const scheduleWhenNeeded = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
  prototype.scheduleCheckPendingRequests = scheduleWhenNeeded;
  mended.add(scheduleWhenNeeded);
}

/** A clock that was set back by a day would keep a member silent for a day, and its group would give it up. */
function mendHeartbeat(load: Load): void {
  const path = 'kafkajs/src/consumer/consumerGroup';
  const { prototype } = load(path) as { prototype: Member };
  const { heartbeat } = prototype;
  if (typeof heartbeat !== 'function') throw changed(`${path} has no heartbeat`);
  if (mended.has(heartbeat)) return;
  const heartbeatByAnyClock: Member['heartbeat'] = function (options) {
    if (this.lastRequest > Date.now()) this.lastRequest = 0;
    return heartbeat.call(this, options);
  };
  prototype.heartbeat = heartbeatByAnyClock;
  mended.add(heartbeatByAnyClock);
}

const changed = (how: string): LandfallError =>
  new LandfallError('KAFKAJS_CHANGED', `kafkajs is not ${VERSION}, which libs/messaging mends from inside: ${how}.`, {
    hint: 'Install the version of package-lock.json, or read libs/messaging/src/kafkajs-internals.ts and adapt it.',
  });
