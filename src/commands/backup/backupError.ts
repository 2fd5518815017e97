export type BackupCode =
  | 'option_invalid'
  | 'folder_taken'
  | 'nothing_to_back_up'
  | 'rows_hidden'
  | 'backup_missing'
  | 'backup_truncated'
  | 'backup_damaged'
  | 'backup_format_unknown'
  | 'backup_newer'
  | 'secret_key_differs'
  | 'database_not_empty'
  | 'database_unreachable'
  | 'database_not_makeable';

/** Why no backup was made or nothing was restored: a stable code and one sentence, told without a stack. */
export class BackupError extends Error {
  override name = 'BackupError';
  readonly code: BackupCode;
  constructor(code: BackupCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
