// Put before sw.js by fieldapp/pwa.py.
declare const BUILD: string;
declare const FILES: [url: string, sha256: string][];
