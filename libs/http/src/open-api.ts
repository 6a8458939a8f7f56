import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

export type ApiDescription = { readonly title: string; readonly description: string; readonly version: string };

/** Serves the API's description at /openapi.json, and readable at /docs. */
export function serveOpenApi(app: INestApplication, { title, description, version }: ApiDescription): void {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder().setTitle(title).setDescription(description).setVersion(version).build(),
  );
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json' });
}
