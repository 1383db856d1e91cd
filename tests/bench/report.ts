/** What the bench prints: a table per section, every figure with its range and, where there is one, its aim. */
import type { Figure } from './stats.ts';

export interface Line {
  what: string;
  /** By column. */
  figures: Record<string, Figure>;
}

export interface Section {
  title: string;
  /** How it was measured, where the title does not say. */
  notes?: string[];
  lines: Line[];
}

const MARKS = { met: '✓', missed: '✗' };

/** A section as text, columns aligned. */
export function sectionText({ title, notes = [], lines }: Section): string {
  const columns = [...new Set(lines.flatMap((line) => Object.keys(line.figures)))];
  const cells = lines.map((line) => [
    line.what,
    ...columns.map((column) => figureText(line.figures[column])),
    runsText(line),
    aimText(line, columns),
  ]);
  const table = [['', ...columns, lines.some(runsText) ? 'runs' : '', 'aim'], ...cells];
  const widths = table[0]?.map((_, index) => Math.max(...table.map((row) => row[index]?.length ?? 0))) ?? [];
  const rows = table.map((row) =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...notes.map((note) => `  (${note})`), ...rows.map((row) => `  ${row}`)].join('\n');
}

function runsText({ figures }: Line): string {
  const runs = Math.max(...Object.values(figures).map(({ n }) => n));
  return runs > 1 ? String(runs) : '';
}

function figureText(figure: Figure | undefined): string {
  if (!figure) return '';
  const { median, min, max, n } = figure;
  const range = n > 1 && min !== max ? ` (${numberText(min, figure)}..${numberText(max, figure)})` : '';
  return numberText(median, figure) + range;
}

function numberText(value: number, { unit }: Figure): string {
  if (unit === 'ratio') return `${value.toFixed(2)}×`;
  return unit === 'requests' || unit === 'frames' ? String(Math.round(value * 10) / 10) : value.toFixed(1);
}

function aimText({ figures }: Line, columns: readonly string[]): string {
  return columns
    .flatMap((column) => {
      const figure = figures[column];
      if (figure?.aim === undefined) return [];
      const mark = figure.median <= figure.aim ? MARKS.met : MARKS.missed;
      return `${column} ≤ ${figure.aim} ${mark}`;
    })
    .join(', ');
}
