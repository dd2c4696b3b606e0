import { resolve } from 'node:path';
import type { EdgeConfig } from '@cairn/config';
import type { Logger } from '@cairn/telemetry';
import { AuditLog } from './audit-log.ts';
import { RotatingAuditFile } from './rotating-audit-file.ts';

/** undefined = nothing is recorded. @throws Error when it cannot be written now: then nothing is served. */
export async function openAudit(config: EdgeConfig, logger: Logger): Promise<AuditLog | undefined> {
  const { enableAudit, auditLogPath, auditLogMaxBytes, auditLogMaxFiles, auditOnFullDisk } = config;
  if (!enableAudit) return undefined;
  const file = {
    path: resolve(auditLogPath),
    bytesMax: auditLogMaxBytes,
    filesMax: auditLogMaxFiles,
  };
  return await AuditLog.open({
    openFile: () => RotatingAuditFile.open(file),
    onFullDisk: auditOnFullDisk,
    logger,
    unixMs: () => Date.now(),
  });
}
