import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder of this tool among those that the user's system keeps for what can be made again, absolute; null where there is none.
 *
 * Source: the XDG Base Directory Specification; on macOS `~/Library/Caches`; on Windows `%LOCALAPPDATA%`.
 */
export function userCacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string | null {
  const named = platform === 'win32' ? env['LOCALAPPDATA'] : env['XDG_CACHE_HOME'];
  const usual = platform === 'win32' ? 'AppData/Local' : platform === 'darwin' ? 'Library/Caches' : '.cache';
  if (named && isAbsolute(named)) return join(named, 'readiness-portal');
  const home = homeOf();
  return home === null ? null : join(home, usual, 'readiness-portal');
}

/** The home of whoever runs this; null where the system knows none. */
function homeOf(): string | null {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}
