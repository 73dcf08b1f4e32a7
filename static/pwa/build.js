// The name of this build. fieldapp/pwa.py serves the real one, made from the files' digests.
export const BUILD = "dev";
