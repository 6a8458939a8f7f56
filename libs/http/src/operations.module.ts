import { Controller, Get, Header, HttpStatus, Inject, Module, Res, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { checkHealth, type Telemetry } from '@landfall/telemetry';

export type OperationsOptions = {
  readonly telemetry: Pick<Telemetry, 'renderMetrics'>;
  /** What readiness asks: each must really answer. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
};

const OPTIONS = Symbol('OperationsOptions');

type Reply = { status(code: number): Reply; header(name: string, value: string): Reply; send(body: unknown): unknown };

/** What operators ask a service: is it started, ready, alive, and what does it measure. */
@ApiExcludeController()
@Controller()
class OperationsController {
  readonly #options: OperationsOptions;

  constructor(@Inject(OPTIONS) options: OperationsOptions) {
    this.#options = options;
  }

  /** Alive: the process answers. It asks nothing else, so a broker that is away restarts nobody. */
  @Get('health/live')
  @Header('cache-control', 'no-store')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('health/start')
  @Header('cache-control', 'no-store')
  started(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('health/ready')
  async ready(@Res() reply: Reply): Promise<void> {
    const report = await checkHealth(this.#options.checks);
    const status = report.status === 'up' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
    reply.status(status).header('cache-control', 'no-store').send(report);
  }

  @Get('metrics')
  async metrics(@Res() reply: Reply): Promise<void> {
    const { contentType, body } = await this.#options.telemetry.renderMetrics();
    reply.status(HttpStatus.OK).header('content-type', contentType).send(body);
  }
}

@Module({})
export class OperationsModule {
  static with(options: OperationsOptions): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [OperationsController],
      providers: [{ provide: OPTIONS, useValue: options }],
    };
  }
}
