/** What each entry of the built extension weighs, compressed: its own files and the chunks it loads, each once. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Line, Section } from '../report.ts';
import { figure } from '../stats.ts';

/** KB of a content script with the page side that it loads. */
const AIM_CONTENT = 20;
/** How a content script names that. */
const PAGE_SIDE = /[`"'](\/\w+Page\.js)[`"']/g;

export async function sizeSection(build: string): Promise<Section> {
  const files = await readdir(build, { recursive: true });
  const names = files.map((name) => name.replaceAll('\\', '/')).sort();
  const entries = [
    ...names.filter((name) => /^content-scripts\/[^/]+\.(js|css)$/.test(name)),
    ...names.filter((name) => name === 'background.js'),
    ...names.filter((name) => /^[^/]+\.html$/.test(name)),
  ];
  if (!entries.some((name) => name.startsWith('content-scripts/'))) throw new Error('the build has no content script');
  const all = new Set<string>();
  const lines: Line[] = [];
  for (const entry of entries) {
    const loaded = await loadedBy(build, entry);
    for (const name of loaded) all.add(name);
    const aim = entry.startsWith('content-scripts/') ? AIM_CONTENT : undefined;
    lines.push({
      what: entry + (loaded.size > 1 ? ` and ${loaded.size - 1} files` : ''),
      figures: {
        gzip: figure('KB', [await weight(build, loaded, true)], aim),
        raw: figure('KB', [await weight(build, loaded, false)]),
      },
    });
  }
  lines.push({
    what: 'all of them, shared files once',
    figures: {
      gzip: figure('KB', [await weight(build, all, true)]),
      raw: figure('KB', [await weight(build, all, false)]),
    },
  });
  return { title: '6. Size of the build', notes: ['KB; gzip -9, file by file'], lines };
}

/** An entry and everything it loads at its start, a content script on a record's page. */
async function loadedBy(build: string, entry: string): Promise<Set<string>> {
  const loaded = new Set<string>();
  const queue = [entry];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    if (!/\.(html|js)$/.test(name)) continue;
    const text = await readFile(join(build, name), 'utf8');
    const found = name.endsWith('.html')
      ? text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)
      : text.matchAll(
          name.startsWith('content-scripts/') ? PAGE_SIDE : /(?:import|from)\s*["'](\.{1,2}\/[^"']+\.js)["']/g,
        );
    for (const [, path = ''] of found) {
      queue.push(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(name), path));
    }
  }
  return loaded;
}

async function weight(build: string, names: ReadonlySet<string>, compressed: boolean): Promise<number> {
  let bytes = 0;
  for (const name of names) {
    const content = await readFile(join(build, name));
    bytes += compressed ? gzipSync(content, { level: 9 }).length : content.length;
  }
  return bytes / 1024;
}
