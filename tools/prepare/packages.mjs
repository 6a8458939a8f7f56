// @ts-check
// Whether node_modules holds what package-lock.json says. Compared by content: file times mean nothing after a clone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/**
 * The first place under node_modules that differs from the lock file, or undefined where all is as locked. npm writes what
 * it installed to node_modules/.package-lock.json when it is through.
 * @param {string} root the repository's folder
 * @returns {string | undefined}
 */
export function firstDifference(root) {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'node_modules';
  return difference(readLock(join(root, 'package-lock.json')) ?? {}, installed);
}

/**
 * @param {LockFile} locked
 * @param {LockFile} installed
 * @returns {string | undefined}
 */
export function difference({ packages: locked = {} }, { packages: installed = {} }) {
  return Object.keys(locked)
    .filter((place) => place.startsWith('node_modules/') || place.includes('/node_modules/'))
    .find((place) => !sameAs(locked[place], installed[place]));
}

/**
 * @param {LockedPackage | undefined} locked
 * @param {LockedPackage | undefined} installed
 */
function sameAs(locked, installed) {
  // An optional package is absent where it is for another platform.
  if (installed === undefined) return locked?.optional === true;
  if (locked?.link) return installed.resolved === locked.resolved;
  return installed.version === locked?.version && installed.integrity === locked?.integrity;
}

/**
 * @param {string} file
 * @returns {LockFile | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
