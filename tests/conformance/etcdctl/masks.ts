// Figures that may differ between two correct servers; everything around them must be equal.

const substitutions: readonly (readonly [RegExp, string])[] = [
  [/"raft_term":\d+/g, '"raft_term":TERM'],
  [/"raft_term": \d+/g, '"raft_term": TERM'],
  [/"RaftTerm" : \d+/g, '"RaftTerm" : TERM'],
  [/"raftTerm":\d+/g, '"raftTerm":TERM'],
  [/"(raftIndex|raftAppliedIndex|dbSize|dbSizeInUse)":\d+/g, '"$1":FIGURE'],
  [/"(RaftIndex|RaftAppliedIndex|DBSize|DBSizeInUse|RaftUsedDBSize)" : \d+/g, '"$1" : FIGURE'],
  [/"version":"\d+\.\d+\.\d+"/g, '"version":"VERSION"'],
  [/"Version" : "\d+\.\d+\.\d+"/g, '"Version" : "VERSION"'],
  [/[Cc]luster version \d+\.\d+/g, 'cluster version VERSION'],
  // endpoint status, simple: endpoint, id, version, size, leader, learner, term, index, applied, errors
  [
    /^(\S+, \S+), [\d.]+, [\d.]+ [kM]?B, (true|false), (true|false), \d+, \d+, \d+, /gm,
    '$1, VERSION, SIZE, $2, $3, TERM, INDEX, APPLIED, ',
  ],
  [/took = [\d.]+[mµ]?s/g, 'took = TIME'],
  [/[Tt]ook [\d.]+[mµ]?s/g, 'took TIME'],
  [/"took":"[\d.]+[mµ]?s"/g, '"took":"TIME"'],
  [/"Took" : [\d.]+[mµ]?s/g, '"Took" : TIME'],
  [/remaining\(\d+s\)/g, 'remaining(TTL)'],
  // Of 300 granted; a slow machine comes to the question later.
  [/"ttl":(2\d\d|300)/g, '"ttl":TTL'],
  [/"TTL" : (2\d\d|300)/g, '"TTL" : TTL'],
  // Ids of leases are chosen by the server, and the keys of locks and elections end in one.
  [/\blease [0-9a-f]{15,16} (granted|revoked)/g, 'lease ID $1'],
  [/\b(mutex|chair)(-\w+)?\/[0-9a-f]{12,}/g, '$1$2/LEASE'],
  [/"(bXV0ZXg|Y2hhaX)[^"]*"/g, '"$1 LEASE"'],
  [/("lease": ?"?|"Lease" : |"ID":|"ID" : )\d{18,19}(?="?(,"TTL"|\n"TTL"|\D))/g, '$1LEASE'],
];

/** Columns of tables, by their titles. */
const hiddenColumns: ReadonlyMap<string, string> = new Map([
  ['VERSION', 'VERSION'],
  ['DB SIZE', 'SIZE'],
  ['RAFT TERM', 'TERM'],
  ['RAFT INDEX', 'INDEX'],
  ['RAFT APPLIED INDEX', 'APPLIED'],
  ['TOOK', 'TIME'],
]);

export function mask(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of substitutions) {
    masked = masked.replaceAll(pattern, replacement);
  }
  return withoutWidths(masked);
}

/** Columns are as wide as their widest figure: what is compared is what stands in the cells. */
function withoutWidths(text: string): string {
  let titles: readonly string[] | undefined;
  const lines = text.split('\n').flatMap((line) => {
    if (/^[+┌├└][-+─┬┼┴]+[+┐┤┘]$/.test(line)) return [];
    if (!/^[|│].*[|│]$/.test(line)) return [line];
    const cells = line.split(/[|│]/).map((cell) => cell.trim());
    if (titles === undefined) {
      titles = cells;
      return [cells.join('|')];
    }
    const shown = cells.map((cell, index) => hiddenColumns.get(titles?.[index] ?? '') ?? cell);
    return [shown.join('|')];
  });
  return lines.join('\n');
}
