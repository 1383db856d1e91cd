/** What `POST /agent` in staged mode may say of the values it proposes. */
import { BadInput, moment, onlyKeys, optionalBoolean, optionalNumber, optionalText } from './badInput.ts';
import type { Staged, Wish } from './engine/staging.ts';
import { NoPlace, stage } from './engine/staging.ts';
import type { CrmSide, StagingWay, Target } from './engine/types.ts';

type Body = Record<string, unknown>;

const ABOUT = ['confidence', 'reason', 'evidence', 'base', 'at', 'expires', 'run', 'right'];
const WAY = ['bare', 'raw', 'compact'];

function texts(meta: Body, key: string): string[] | undefined {
  const value = meta[key];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) {
    throw new BadInput(`${key} must be a list of strings`);
  }
  return value;
}

/** A text, empty ones included. */
function anyText(meta: Body, key: string): string | undefined {
  const value = meta[key];
  if (value !== undefined && typeof value !== 'string') throw new BadInput(`${key} must be a string`);
  return value;
}

const whole = (meta: Body, key: string): number | undefined =>
  meta[key] === undefined ? undefined : Math.floor(moment(meta[key], key));

function metaOf(body: Body): Body {
  const { meta = {} } = body;
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) throw new BadInput('meta must be an object');
  onlyKeys(meta as Body, [...ABOUT, ...WAY]);
  return meta as Body;
}

function wayOf(meta: Body): StagingWay {
  const [bare, compact] = [optionalBoolean(meta, 'bare'), optionalBoolean(meta, 'compact')];
  const raw = anyText(meta, 'raw');
  if (bare && (compact || raw !== undefined)) throw new BadInput('bare excludes compact and raw');
  return {
    layout: bare ? 'bare' : compact ? 'compact' : 'visible',
    ...(raw !== undefined && { metadata: raw }),
  };
}

/** What is said of every value of the call. */
function aboutOf(meta: Body): Omit<Wish, 'field' | 'value'> {
  const confidence = optionalNumber(meta, 'confidence', 0, 1);
  const [reason, run] = [anyText(meta, 'reason'), optionalText(meta, 'run')];
  const evidence = texts(meta, 'evidence');
  const expires = whole(meta, 'expires');
  const base = meta.base === null ? null : anyText(meta, 'base');
  return {
    right: optionalBoolean(meta, 'right') ?? true,
    why: 'Asked for while the sandbox ran.',
    ...(confidence !== undefined && { confidence }),
    ...(reason !== undefined && { reason }),
    ...(evidence && { evidence }),
    ...(base !== undefined && { base }),
    ...(expires !== undefined && { expires }),
    ...(run !== undefined && { run }),
  };
}

/**
 * The write that proposes values, which need not fit their fields. Throws `BadInput`.
 *
 * @param agent the name the agent goes by
 * @param now CRM time, for agents that do not say when they propose
 */
export function stagedWrite(
  side: CrmSide,
  target: Target,
  agent: string,
  set: Record<string, string>,
  body: Body,
  now: number,
): Staged {
  const meta = metaOf(body);
  const [way, about, at] = [wayOf(meta), aboutOf(meta), whole(meta, 'at') ?? now];
  const wishes = Object.entries(set).map(([field, value]) => {
    if (!side.hasField(target.object, field)) throw new BadInput(`${target.object} has no field ${field}`);
    if (side.isStaging(target.object, field)) throw new BadInput(`${field} is itself a staging field`);
    if (value === '' && way.layout === 'bare') throw new BadInput(`${field}: an empty value needs metadata`);
    return { field, value, ...about };
  });
  try {
    return stage(side, target, { agent, at }, wishes, way);
  } catch (error) {
    if (error instanceof NoPlace) throw new BadInput(error.message);
    throw error;
  }
}
