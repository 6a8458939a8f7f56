export { runService, type ServiceProcess } from './run-service.ts';
