/** What each entry of the built extension weighs, compressed: its own files and the chunks it loads, each once. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Line, Section } from '../report.ts';
import { figure } from '../stats.ts';

/** KB of what runs on a page. */
const AIM_PAGE = 20;
/** A content script, and the page side that it loads where a record is shown. */
const ON_PAGES = /^(content-scripts\/[^/]+\.(js|css)|\w+Page\.js)$/;

export async function sizeSection(build: string): Promise<Section> {
  const files = await readdir(build, { recursive: true });
  const names = files.map((name) => name.replaceAll('\\', '/')).sort();
  const entries = [
    ...names.filter((name) => ON_PAGES.test(name)),
    ...names.filter((name) => name === 'background.js'),
    ...names.filter((name) => /^[^/]+\.html$/.test(name)),
  ];
  if (!entries.some((name) => name.startsWith('content-scripts/'))) throw new Error('the build has no content script');
  const all = new Set<string>();
  const lines: Line[] = [];
  for (const entry of entries) {
    const loaded = await loadedBy(build, entry);
    for (const name of loaded) all.add(name);
    const aim = ON_PAGES.test(entry) ? AIM_PAGE : undefined;
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
  return {
    title: '6. Size of the build',
    notes: [
      'KB; gzip -9, file by file; a record’s page loads a content script and its page side, every other page the content script',
    ],
    lines,
  };
}

/** An entry and everything it loads at its start. */
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
      : text.matchAll(/(?:import|from)\s*["'](\.{1,2}\/[^"']+\.js)["']/g);
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
