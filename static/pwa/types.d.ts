// Shapes shared by the field app. Wire shapes follow docs/protocol.md; rows are what IndexedDB holds.

export type Verdict = "applied" | "flagged" | "held" | "refused";

export interface User { id: string; username: string; name: string; roles: (string | Grant)[]; unit: string | null; unit_name?: string | null; must_change?: boolean; grants?: Grant[] }
export interface Grant { role: string; unit: string | null }

export interface Place { lat_e7: number; lon_e7: number; acc_cm: number; fix_at: number | string; source: "gps" | "manual"; age_ms?: number }
export interface Photo { sha256?: string; bytes: number; mime: string; buffer: ArrayBuffer; name?: string; taken_at?: number }
export interface Draft {
  id: string; made_at: number; step?: string; category: string | null; text: string; grid_id: string | null;
  place: Place | null; fixed_on_spot?: boolean; source?: "patrol" | "grid"; photos: Photo[]; kind?: "report"; [more: string]: unknown;
}

/** A deadline as it is wished, and as it stands in a payload: what domain/deadlines.js resolves and prints. */
export interface Wire { kind?: string; given?: { n: number; unit: string } | null; due_at?: string | null }
export interface Party { kind: string; name: string; code?: string; legal_rep?: string; address?: string }
export type Who = "officer1" | "officer2" | "party" | "witness";
/** A photo of an inspection, paper or recheck. A signature is bound to the text it was made under. */
export interface PaperPhoto extends Photo { finding?: string; who?: Who; role?: "evidence" | "signature"; for_hash?: string }
export interface Finding { id: string; category: string; text: string; requirement: string; deadline: Wire | null }
export interface InspectionDraft {
  id: string; kind: "inspection"; made_at: number; case_id: string | null; basis: "clue" | "plan" | "campaign"; party: Party;
  place_text: string; place: Place | null; second: string | null; cert_shown: boolean; cert_shown_at: number | null; started_at: number;
  findings: Finding[]; photos: PaperPhoto[]; [more: string]: unknown;
}
export interface PaperItem { id: string; finding_id: string; requirement: string; deadline: Wire }
export interface TakenNumber { register: string; n: number; lease_id: string | null }
export interface Frozen {
  at: number; number: TakenNumber | null; number_text: string | null; values: Record<string, any>; items: PaperItem[]; text: string; text_hash: string;
  verify_code: string;
  /** Whose template it was filled from. */
  rulebook?: string | null;
}
export interface PaperDraft {
  id: string; kind: "paper"; document: string; made_at: number; inspection_id: string | null; case_id: string | null;
  about: { type: string; id: string }[]; party: Party; officers: (string | null)[]; values: Record<string, any>; items: PaperItem[];
  supersedes: string | null; photos: PaperPhoto[]; frozen: Frozen | null; printed_at: number | null;
  /** The number of a sheet that was printed or signed and thawed again: the next text bears it, or it is voided. */
  reserved?: TakenNumber | null; preprinted?: number | null; [more: string]: unknown;
}
export interface RecheckDraft {
  id: string; kind: "recheck"; item_id: string; made_at: number; result: "pass" | "partial" | "fail" | null; second: string | null; text: string;
  rest: { id: string; requirement: string; deadline: Wire } | null; photos: PaperPhoto[]; [more: string]: unknown;
}
export type AnyDraft = Draft | InspectionDraft | PaperDraft | RecheckDraft;
/** A number on this phone: free, on a paper of ours, or no longer ours to give. */
export interface NumberRow { register: string; n: number; lease_id: string | null; lane_id: string; state: "free" | "taken" | "gone"; op_id: string | null }

export interface Lane {
  key_id: string; user_id: string; install_id: string; state: "asking" | "open" | "closed"; keys: CryptoKeyPair; jwk: JsonWebKey;
  lane_id: string | null; device_id: string | null; epoch: number | null; nonce: string | null; head_seq: number; head_hash: string | null;
  made_at: number; closed_at: number | null; closed_reason: string | null;
  /** Blocks of numbers asked for and not answered yet: register → request_id. */
  asks?: Record<string, string>;
}

/** One kept op. `queued` = to be sent; `acked` = has a receipt; `attention` = unsent, on a lane that is closed. */
export interface OpRow {
  op_id: string; lane_id: string; seq: number; prev_hash: string; body: string; hash: string; sig: string;
  type: string; case_id: string; title: string; made_at: number; bytes: number; draft_id?: string;
  /** `case_id` is the id of the op's target, whatever that is; `holds` the records that stay on the phone with it (schema 2). */
  target_type?: string; holds?: string[];
  state: "queued" | "acked" | "attention"; acked_at: number | null; settled: boolean;
  /** What the server's clock had last said when the receipt came: the days it is kept are counted by that clock alone. */
  acked_heard?: number | null;
  problem: string | null; decided: string | null;
}
export interface Receipt { op_id: string; verdict: Verdict; code: string | null; detail: unknown; version: number | null; flags: string[]; in_effect: boolean; at: number }
export interface FileRow { sha256: string; bytes: number; mime: string; buffer: ArrayBuffer; kept_at: number }
export interface Claim { op_id: string; sha256: string; bytes: number; mime: string; role: string; state: "unsent" | "sent"; sent_at: number | null; problem: string | null }

/** What an action hands to `store/keep.js`. */
export interface Intent {
  type: string; kind: "fact" | "act" | "request"; target: { type: string; id: string }; payload: Record<string, unknown>;
  title: string; base?: { version: number; after: string[] }; expect?: Record<string, unknown>; place?: Place | null;
  photos?: (Photo & { role?: string })[]; supersedes?: string | null; draft_id?: string; rulebook?: string | null;
  /** The number it takes, the one it gives up, the op of ours it stands in for, records it leans on, the draft that begins with it. */
  number?: TakenNumber | null; voids?: { register: string; n: number }; refiles?: string; holds?: string[]; begins?: PaperDraft;
}

export interface CaseRecord {
  id: string; version: number; category: string; state: string; unit: string | null; assignee: string | null; reporter: string | null;
  handler: string | null; returns: number; receipt: any; grid_id: string | null; place: object | null; reported_at: number | string;
  due_at: number | null; handled_at?: number | null; photos: { sha256: string; stored: boolean }[]; title: string; orders?: any[]; [more: string]: unknown;
}
export interface ShownOp { op_id: string; type: string; target?: { type: string; id: string }; number?: TakenNumber | null; supersedes?: string | null; flagged?: string | null; base?: { version: number } | null; made_at: number; payload: Record<string, any>; blobs: WireBlob[]; place: object | null; state: OpRow["state"]; refused: string | null }
export type ShownCase = CaseRecord & { pending: ShownOp[]; moved_on: boolean };
export interface WireBlob { sha256: string; bytes: number; mime: string; role: string }

export interface Waiting {
  op_id: string; type: string; case_id: string; target: { type: string; id: string }; title: string; made_at: number;
  state: "queued" | "sending" | "retry" | "blocked" | "attention"; tries: number; next_try_at: number | null; error: string | null; bytes: number;
  blobs: { sha256: string; bytes: number; role: string; state: "queued" | "sending" | "sent"; error: string | null }[];
}

export type Answer =
  | { kind: "ok"; status: number; data: any }
  | { kind: "refused"; status: number; code: string; message: string; details: any; data: any }
  | { kind: "signed_out"; status: 401; code: string; message: string }
  | { kind: "busy"; status: number; retry_after_s: number; code: string; message: string }
  | { kind: "failed"; status: number; code: string; message: string }
  | { kind: "offline"; status: 0; code: "no_network" | "timeout" | "not_ours"; message: string };

export interface Status {
  state: "resting" | "pushing" | "pulling" | "waiting" | "blocked"; reason: string | null; online: boolean; next_try_at: number | null;
  tries: number; last_receipt_at: number | null; last_pull_at: number | null; progress: { done: number; total: number }; clock_off: boolean;
}

export interface PulledScope { id: string; epoch: number; head: number; seq: number; reset?: boolean; more?: boolean; records: PulledRecord[]; gone: [string, string][] }
export interface PulledRecord { type: string; id: string; version: number; data: any }
