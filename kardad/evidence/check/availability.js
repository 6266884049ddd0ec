// A certificate of availability: the site's signed word about itself, with the failed looks that it shows.
"use strict";

const AVAILABILITY = "kardad-availability/1";
const STATES = ["down", "unknown", "up"];
const FULL_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const isText = value => typeof value === "string";
const isFullMoment = value => isText(value) && FULL_MOMENT.test(value) && micros(value) !== null;
const CERTIFICATE = { statement: Boolean, key: isText, signature: isText, keys: Array.isArray };
const CERTIFIED = {
  every_seconds: isCount, format: isText, lines: Array.isArray, made_at: isFullMoment, outages: Array.isArray, part: isText, since: isFullMoment,
  site: isText, until: isFullMoment, v: value => value === 1,
};
const LINE = { failures: Array.isArray, group: isText, part: isText, seconds: Boolean, spans: Array.isArray };
const SPAN = { began: isFullMoment, ended: isFullMoment, state: value => STATES.includes(value) };
const LOOK = { at: isFullMoment, key: isText, problem: isText, signature: isText, took_ms: isCount };
const OUTAGE = { began: isFullMoment, ended: value => value === null || isFullMoment(value), group: isText, part: isText, title: isText };
const SECONDS = { down: isCount, unknown: isCount, up: isCount };

function requireMembers(value, members) {
  const names = Object.keys(members).sort();
  if (!hasMembers(value, names) || names.some(name => !members[name](value[name]))) throw new NotReadable("no certificate");
}

function readCertificate(told) {
  requireMembers(told, CERTIFICATE);
  requireMembers(told.statement, CERTIFIED);
  for (const line of told.statement.lines) {
    requireMembers(line, LINE);
    requireMembers(line.seconds, SECONDS);
    for (const span of line.spans) requireMembers(span, SPAN);
    for (const look of line.failures) requireMembers(look, LOOK);
  }
  for (const outage of told.statement.outages) requireMembers(outage, OUTAGE);
  return told.statement;
}

const secondsOf = (spans, state) =>
  spans.filter(span => span.state === state).reduce((sum, { began, ended }) => sum + Math.floor((micros(ended) - micros(began)) / 1e6), 0);

// Without a hole from end to end, as long as is said, and down wherever a look failed.
function isAgreeing({ spans, seconds, failures }, { since, until }) {
  let edge = since;
  for (const { began, ended } of spans) {
    if (began !== edge || began >= ended) return false;
    edge = ended;
  }
  const isSeen = ({ at }) => spans.some(({ began, ended, state }) => state === "down" && began <= at && at < ended);
  return edge === until && failures.every(isSeen) && STATES.every(state => seconds[state] === secondsOf(spans, state));
}

// What is wrong with a failed look's own signature; its time is the statement's word.
async function faultOfLook({ at, key, problem, signature, took_ms }, { part, group }, keys) {
  if (!keys.known.has(key)) return "SIGNER_UNKNOWN";
  const said = bytesOf({ at, format: "kardad-probe/1", group, ok: false, part, problem, took_ms, v: 1 });
  return (await isSignedBy(keys.known.get(key), said, signature)) ? "" : "SIGNATURE_BAD";
}

async function isSignedBy(key, said, signature) {
  try {
    return await holds(unbase64url(key.public), said, unbase64url(signature));
  } catch (error) {
    if (error instanceof NotReadable) return false;
    throw error;
  }
}

async function judgeAvailability(told, file, trusted) {
  const verdict = Object.assign(emptyVerdict(file), { format: AVAILABILITY });
  const statement = readCertificate(told);
  const keys = await trusted.withClaims(told.keys);
  const report = problem => problem && verdict.problems.push({ problem, chain: "", seq: null, at: null });
  report(await faultOfCertificate(told, keys));
  signedBy(verdict, told.key, keys);
  let held = 0;
  for (const line of statement.lines) {
    for (const look of line.failures) {
      if (!look.key && !look.signature) continue;
      report(await faultOfLook(look, line, keys));
      held++;
    }
  }
  if (!statement.lines.every(line => isAgreeing(line, statement))) report("INTERVAL_BROKEN");
  if (!verdict.problems.length) Object.assign(verdict.covers, { from: statement.since, to: statement.until, entries: held });
  verdict.problems = once(verdict.problems);
  return { verdict: settled(verdict), shown: { certificate: statement } };
}

async function faultOfCertificate({ statement, key, signature }, keys) {
  try {
    return await keys.fault(key, bytesOf(statement), unbase64url(signature), micros(statement.made_at));
  } catch (error) {
    if (error instanceof NotReadable) return "SIGNATURE_BAD";
    throw error;
  }
}
