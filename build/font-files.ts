import { createHash } from 'node:crypto';
import type { Rolldown } from 'vite';

const inlined =
  /url\(["']?data:(?:font\/woff2|application\/[\w-]*font[\w-]*)[^,]*;base64,([A-Za-z0-9+/=]+)["']?\)/g;

/**
 * Fonts that a library embeds in its style sheet become files of their own: a page then loads only those it shows,
 * and its policy needs no `data:` for fonts.
 */
export function fontFiles(): Rolldown.Plugin {
  return {
    name: 'font-files',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type !== 'asset' || !part.fileName.endsWith('.css')) continue;
        part.source = String(part.source).replace(inlined, (_all, base64: string) => {
          const source = Buffer.from(base64, 'base64');
          const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
          this.emitFile({ type: 'asset', fileName: `assets/font-${hash}.woff2`, source });
          return `url("./font-${hash}.woff2")`;
        });
      }
    },
  };
}
