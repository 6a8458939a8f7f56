export {
  brokers,
  httpUrl,
  logLevel,
  logLevels,
  mongodbUri,
  name,
  port,
  secret,
  sessionTimeout,
  topicPrefix,
  wholeNumber,
  type LogLevel,
} from './fields.ts';
export { parseConfig, variableOf, type RawConfig } from './parse-config.ts';
