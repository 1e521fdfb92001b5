export { downloadText } from '../../shared/download.ts';
