//! `dathang serve` on a database, with a calendar that the test turns: libfaketime stands between the program and the
//! machine's clock, so that the program itself needs no way to be told a false day.

use std::{
    env, fs,
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{database::Database, program};

/// A running server; stopped when it is dropped.
pub struct Server {
    address: SocketAddr,
    child: Child,
    folder: TempDir,
}

/// A debug build on a busy machine takes its time to begin.
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// Starts on a free port of this machine, at noon (UTC+7) of a day such as `2026-05-04`.
    pub fn start(database: &Database, today: &str) -> Server {
        Server::start_with(database, today, |_| ())
    }

    /// The same with settings of its own, said in the environment or before the name of the command.
    pub fn start_with(database: &Database, today: &str, set: impl FnOnce(&mut Command)) -> Server {
        let folder = TempDir::new().expect("a temporary folder");
        let address = free_address();
        set_day(&folder, today);
        let log = fs::File::create(folder.path().join("log")).expect("a file in a new folder");
        let mut command = program::command(&database.url());
        set(&mut command);
        let child = command
            .env("LD_PRELOAD", faketime())
            .env("FAKETIME_TIMESTAMP_FILE", day_file(&folder))
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("TZ", "UTC")
            .env("DATHANG_KEY_FILE", folder.path().join("key"))
            .args(["serve", "--listen", &address.to_string()])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut server = Server { address, child, folder };
        server.wait();
        server
    }

    fn wait(&mut self) {
        let since = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait().expect("a child can be asked");
            assert!(ended.is_none(), "serve ended at once and said:\n{}", self.log());
            assert!(since.elapsed() < PATIENCE, "serve does not answer on {}:\n{}", self.address, self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// From now on it is noon of another day. Sessions of the day before have run out.
    pub fn turn_to(&self, today: &str) {
        set_day(&self.folder, today);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The most memory it ever held, in KiB.
    pub fn peak_kib(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(path).expect("a running process has a status");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux tells the peak");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("a number of KiB")
    }

    /// What the server wrote to its log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    listener.local_addr().expect("a listener has an address")
}

fn day_file(folder: &TempDir) -> PathBuf {
    folder.path().join("day")
}

/// Written beside and moved into place, so that the server never reads half a day.
fn set_day(folder: &TempDir, today: &str) {
    let beside = folder.path().join("day.new");
    fs::write(&beside, format!("@{today} 05:00:00\n")).expect("a file in our folder");
    fs::rename(beside, day_file(folder)).expect("a file in our folder");
}

/// Where Debian, Fedora and Arch put the library; `TEST_FAKETIME` names another place.
fn faketime() -> PathBuf {
    let named = env::var_os("TEST_FAKETIME").map(PathBuf::from);
    let library = "faketime/libfaketimeMT.so.1";
    let multiarch = format!("/usr/lib/{}-linux-gnu/{library}", env::consts::ARCH);
    let usual =
        [multiarch, format!("/usr/lib64/{library}"), format!("/usr/lib/{library}")].map(PathBuf::from);
    named
        .into_iter()
        .chain(usual)
        .find(|path| path.is_file())
        .expect("libfaketime is not there: use tests/run, which installs it")
}
