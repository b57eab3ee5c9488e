'use strict';

const { execFileSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after } = require('node:test');

/** Makes a folder that is removed after the tests of this file. */
function temporaryFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'presign-node-'));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Runs a program and returns its output; its failure is an error with all that it wrote. */
function run(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${error.stdout}${error.stderr}`);
  }
}

/** Installs archives in an empty project, with their scripts if they had any, and returns its folder. */
function install(folder, archives) {
  const project = path.join(folder, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{"private": true}');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...archives], project);
  return project;
}

module.exports = { install, run, temporaryFolder };
