export { defineConfig, joinConfigs } from './definition.ts';
export type { ConfigDefinition, DefinitionSettings, ValuesOf } from './definition.ts';
export { formatDurationMs, parseDurationMs } from './duration.ts';
export { memberFlags, memberOptions } from './member-options.ts';
export type { MemberConfig } from './member-options.ts';
export { option } from './option.ts';
export type { Fallback, Option, Options, Parsed } from './option.ts';
export { readConfig } from './read-config.ts';
export type { ConfigInput, ConfigSource, ReadConfig } from './read-config.ts';
