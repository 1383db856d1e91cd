import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

let bundle: Promise<string> | undefined;

/** The page's script, bundled on the first call and kept for the life of the process. */
export function pageScript(): Promise<string> {
  bundle ??= bundlePage();
  return bundle;
}

async function bundlePage(): Promise<string> {
  const { output } = await build({
    input: fileURLToPath(new URL('main.ts', import.meta.url)),
    platform: 'browser',
    write: false,
    output: { format: 'esm', minify: true },
  });
  const [chunk] = output;
  return chunk.code;
}
