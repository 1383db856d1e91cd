import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

let bundle: Promise<ReadonlyMap<string, string>> | undefined;

/** The page's scripts by file name, bundled on the first call and kept for the life of the process; `app.js` is the one to load. */
export function pageScripts(): Promise<ReadonlyMap<string, string>> {
  bundle ??= bundlePage();
  return bundle;
}

async function bundlePage(): Promise<ReadonlyMap<string, string>> {
  const { output } = await build({
    input: { app: fileURLToPath(new URL('main.ts', import.meta.url)) },
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    write: false,
    output: { format: 'esm', minify: true, entryFileNames: '[name].js', chunkFileNames: '[name].js' },
  });
  return new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code] as const] : [])));
}
