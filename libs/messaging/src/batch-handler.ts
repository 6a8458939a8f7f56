import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Topic } from '@landfall/events';
import { throwError, type Observable } from 'rxjs';

export const KAFKA_BATCH = Symbol.for('landfall.kafka-batch');

/** Marks the method that takes whole batches of a topic: `handle(batch: Batch): Promise<void>`. */
export const BatchHandler = (topic: Topic): MethodDecorator => EventPattern<string>(topic.name, KAFKA_BATCH);

/** Without it Nest replaces a thrown error by 'Internal server error', and the transport could not tell a fence from a fault. */
@Catch()
export class RethrowFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
