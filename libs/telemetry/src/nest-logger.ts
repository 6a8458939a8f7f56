import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.ts';

/** Nest's own lines through the service's logger: `app.useLogger(new NestLogger(logger))`. */
export class NestLogger implements LoggerService {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Nest tells at this level which modules and routes it has set up: of interest when looking for a fault only. */
  log(message: unknown, context?: string): void {
    this.#logger.debug({ context }, textOf(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.#logger.error(message instanceof Error ? { err: message, context } : { stack, context }, textOf(message));
  }

  warn(message: unknown, context?: string): void {
    this.#logger.warn({ context }, textOf(message));
  }

  debug(message: unknown, context?: string): void {
    this.#logger.debug({ context }, textOf(message));
  }

  verbose(message: unknown, context?: string): void {
    this.#logger.trace({ context }, textOf(message));
  }

  fatal(message: unknown, context?: string): void {
    this.#logger.fatal({ context }, textOf(message));
  }
}

const textOf = (message: unknown): string => (message instanceof Error ? message.message : String(message));
