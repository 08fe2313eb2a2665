export { type ReportOutput, reportOutput } from './contract';
export { type ImageReport } from './image-report';
export { type ReportOptions, reportOptions } from './options';
export { report } from './report';
