//! The worker on a database of its own, with a post that keeps what it is given.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use domain::{
    ids::{OrderId, PartyId, UserId},
    notice::{Event, GOOD_FOR_SECONDS, Kind, Way},
    permission::{Actor, Role},
    text::Lang,
};
use time::macros::date;

use super::{Post, again, daily, inbox, post::deliver, set_ways, tell, unread, unsent};
use crate::{
    actions::{Ctx, Store, registry},
    clock::Clock,
    fixtures::Fixtures,
    mail::Memory,
    storage::{accounts, execute},
};

struct House {
    administrator: Ctx,
    director: Ctx,
    post: Post,
    memory: Arc<Mutex<Memory>>,
    file: std::path::PathBuf,
}

impl House {
    async fn new() -> House {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::SeqCst);
        let file = std::env::temp_dir().join(format!("dathang-notices-{}-{n}.db", std::process::id()));
        let store = Store::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::set_to(date!(2026 - 07 - 30));
        let founder = Actor::new(UserId(0), "Test", Role::Administrator, PartyId(0));
        let ctx = Ctx::new(store.clone(), clock, founder.clone());
        registry::load(&ctx, &Fixtures::read().unwrap()).await.unwrap();
        let director = Actor::new(UserId(1), "Nguyễn Thị Hoa", Role::Director, PartyId(1));
        accounts::add(store.read(), &director, "hoa", "hoa@example.edu.vn", "").await.unwrap();
        let (post, memory) = Post::memory();
        House { director: ctx.as_actor(director), administrator: ctx, post, memory, file }
    }

    /// Somebody else's deed.
    async fn told(&self, order: i64) {
        let value = domain::money::Money::dong(1_000_000);
        let event = Event::OrderOffered { order: OrderId(order), number: format!("{order:02}/2026"), value };
        let tx = self.administrator.begin("order.approve").await.unwrap();
        tell(&self.administrator, &tx, &event, &[PartyId(1)]).await.unwrap();
        tx.commit("order").await.unwrap();
    }

    async fn deliver(&self) {
        deliver(&self.administrator.store, &self.administrator.clock, &self.post).await.unwrap();
    }

    fn later(&self, seconds: i64) {
        let Clock::Set(moment) = &self.administrator.clock else { panic!("a set clock") };
        moment.fetch_add(seconds, Ordering::SeqCst);
    }

    fn sent(&self) -> Vec<String> {
        self.memory.lock().unwrap().sent.clone()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{suffix}", self.file.display())));
        }
    }
}

fn id(mail: &str) -> &str {
    mail.lines().find(|line| line.starts_with("Message-ID: ")).expect("a mail has an id")
}

#[tokio::test]
async fn a_deed_tells_once_in_the_inbox_and_by_one_mail() {
    let house = House::new().await;
    house.told(3).await;
    house.told(3).await;
    house.deliver().await;
    house.deliver().await;
    assert_eq!(house.sent().len(), 1);
    let inbox = inbox(&house.director, 1, 25).await.unwrap();
    assert_eq!((inbox.total, unread(&house.director).await.unwrap()), (1, 1));
    assert_eq!(inbox.rows[0].path, "/orders/3");
}

#[tokio::test]
async fn a_write_that_is_given_up_tells_nobody() {
    let house = House::new().await;
    let event = Event::sample(Kind::OrderOffered);
    let tx = house.administrator.begin("order.approve").await.unwrap();
    tell(&house.administrator, &tx, &event, &[PartyId(1)]).await.unwrap();
    drop(tx);
    house.deliver().await;
    assert!(house.sent().is_empty());
    assert_eq!(unread(&house.director).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_put_off_is_tried_again_after_its_time_and_no_sooner() {
    let house = House::new().await;
    house.memory.lock().unwrap().put_off = 2;
    house.told(3).await;
    house.deliver().await;
    house.later(59);
    house.deliver().await;
    let waiting = unsent(&house.administrator, 1, 25).await.unwrap().rows;
    assert_eq!((waiting[0].tries, waiting[0].answer.as_str()), (1, "450 later"));
    house.later(1);
    house.deliver().await;
    assert!(house.sent().is_empty(), "put off for five minutes now");
    house.later(299);
    house.deliver().await;
    assert!(house.sent().is_empty());
    house.later(1);
    house.deliver().await;
    assert_eq!(house.sent().len(), 1);
    assert_eq!(unsent(&house.administrator, 1, 25).await.unwrap().total, 0);
}

#[tokio::test]
async fn a_mail_that_was_sent_and_not_marked_is_sent_again_under_its_id_once_the_lease_is_over() {
    let house = House::new().await;
    house.told(3).await;
    house.deliver().await;
    // As the row stands when the program stops between the two.
    let stopped = "UPDATE outbox SET state = 'waiting', sent_at = NULL, next_try_at = $1";
    let until = house.administrator.clock.now().0 + 300;
    execute(house.administrator.db(), stopped, vec![until.into()]).await.unwrap();
    house.deliver().await;
    assert_eq!(house.sent().len(), 1, "another machine may still be at it");
    house.later(300);
    house.deliver().await;
    let sent = house.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(id(&sent[0]), id(&sent[1]));
}

#[tokio::test]
async fn an_old_mail_is_given_up_and_the_administrator_may_send_it_again() {
    let house = House::new().await;
    house.told(3).await;
    house.later(GOOD_FOR_SECONDS + 1);
    house.deliver().await;
    let given_up = unsent(&house.administrator, 1, 25).await.unwrap().rows;
    assert_eq!((given_up.len(), &given_up[0].next_try), (1, &None));
    again(&house.administrator, given_up[0].id).await.unwrap();
    house.deliver().await;
    assert_eq!(house.sent().len(), 1);
    assert!(again(&house.administrator, given_up[0].id).await.is_err(), "what is sent is sent");
    assert!(unsent(&house.director, 1, 25).await.is_err(), "for the administrator alone");
}

#[tokio::test]
async fn a_day_is_gathered_into_one_mail_in_the_morning_and_off_is_off() {
    let house = House::new().await;
    let kind = Kind::OrderOffered.as_str().to_owned();
    let way = |way: Way| vec![(kind.clone(), way.as_str().to_owned())];
    set_ways(&house.director, Lang::En, &way(Way::Daily)).await.unwrap();
    for order in [3, 4] {
        house.told(order).await;
    }
    let (store, clock) = (&house.administrator.store, &house.administrator.clock);
    daily::run(store, clock).await.unwrap();
    house.deliver().await;
    assert!(house.sent().is_empty(), "told at noon: it waits for the next morning");
    clock.move_to(date!(2026 - 07 - 31));
    house.told(5).await;
    daily::run(store, clock).await.unwrap();
    daily::run(store, clock).await.unwrap();
    house.deliver().await;
    let sent = house.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].contains("Subject: 2 notices of the day"), "{}", sent[0]);
    set_ways(&house.director, Lang::En, &way(Way::Off)).await.unwrap();
    house.told(6).await;
    house.deliver().await;
    assert_eq!(house.sent().len(), 1);
    assert_eq!(unread(&house.director).await.unwrap(), 4);
    assert!(set_ways(&house.director, Lang::En, &[("invited".to_owned(), "off".to_owned())]).await.is_err());
}
