//! Who works here: people, their posts, and the links by which they sign in for the first time.

use hemma_domain::access::{Request, SiteAction};
use hemma_domain::audit::{Entry, Event};
use hemma_domain::ids::{PostId, StaffId};
use hemma_domain::login::INVITE_HOURS;
use hemma_domain::staff::{Language, Place, Post, Role, Staff};
use hemma_domain::time::Day;
use hemma_store::db::Tx;
use hemma_store::staff::{self, Listed};
use hemma_store::{credential, login as stored};

use crate::App;
use crate::ctx::Ctx;
use crate::enter::allowed;
use crate::error::{Error, FieldError, Result, all_valid};
use crate::login::Token;

/// Characters of a name or an address.
const TEXT_CHARS: usize = 120;

/// Somebody in the list of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub staff: Staff,
    /// Role and name of the place of each post held today.
    pub posts: Vec<(Role, String)>,
    pub can_sign_in: bool,
}

/// Somebody with every post there was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub staff: Staff,
    /// Each post with the name of its place, newest first.
    pub posts: Vec<(Post, String)>,
}

/// Somebody to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewColleague {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub language: Language,
}

/// A post to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPost {
    pub role: Role,
    pub place: Place,
    pub from: Day,
    /// The last day in the post.
    pub until: Option<Day>,
}

impl App {
    /// Everybody, by name.
    pub async fn colleagues(&self, ctx: &Ctx) -> Result<Vec<Colleague>> {
        may_manage(ctx)?;
        let mut tx = self.db.read().await?;
        let people = staff::list(&mut tx, ctx.today()).await?;
        let of = |one: Listed| Colleague {
            staff: one.staff,
            posts: one.posts,
            can_sign_in: one.can_sign_in,
        };
        Ok(people.into_iter().map(of).collect())
    }

    /// Somebody with all posts.
    pub async fn colleague(&self, ctx: &Ctx, id: StaffId) -> Result<Member> {
        may_manage(ctx)?;
        let mut tx = self.db.read().await?;
        let staff = staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        let posts = staff::all_posts(&mut tx, id).await?;
        Ok(Member {
            staff,
            posts: posts
                .into_iter()
                .map(|(post, place)| (post, place.unwrap_or_default()))
                .collect(),
        })
    }

    /// The id of whoever has a sign-in name.
    pub async fn colleague_by_email(&self, ctx: &Ctx, email: &str) -> Result<StaffId> {
        may_manage(ctx)?;
        let mut tx = self.db.read().await?;
        let found = staff::by_email(&mut tx, &email.trim().to_lowercase()).await?;
        found.map(|staff| staff.id).ok_or(Error::NotFound)
    }

    /// Every place where somebody may have a post, with its name; the site itself is not among them.
    pub async fn post_places(&self, ctx: &Ctx) -> Result<Vec<(Place, String)>> {
        may_manage(ctx)?;
        let mut tx = self.db.read().await?;
        Ok(staff::places(&mut tx).await?)
    }

    /// Adds somebody, with a first post where one is given.
    pub async fn add_colleague(
        &self,
        ctx: &Ctx,
        new: &NewColleague,
        post: Option<NewPost>,
    ) -> Result<StaffId> {
        may_manage(ctx)?;
        let staff = Staff {
            id: StaffId(ctx.new_id()),
            name: new.name.trim().to_owned(),
            email: new.email.trim().to_lowercase(),
            phone: Some(new.phone.trim().to_owned()).filter(|phone| !phone.is_empty()),
            language: new.language,
            left_on: None,
        };
        let mut faults = faults_of(&staff);
        if let Some(post) = post {
            faults.extend(faults_of_post(&post));
        }
        let mut tx = self.db.write(&ctx.request).await?;
        if staff::by_email(&mut tx, &staff.email).await?.is_some() {
            faults.push(FieldError::new("email", "staff-email-taken"));
        }
        all_valid(faults)?;
        staff::insert(&mut tx, &staff).await?;
        log(&mut tx, ctx, "added", staff.id);
        if let Some(post) = post {
            insert_post(&mut tx, ctx, staff.id, post).await?;
        }
        tx.commit().await?;
        Ok(staff.id)
    }

    /// Gives somebody a post.
    pub async fn add_post(&self, ctx: &Ctx, id: StaffId, post: NewPost) -> Result<()> {
        may_manage(ctx)?;
        all_valid(faults_of_post(&post))?;
        let mut tx = self.db.write(&ctx.request).await?;
        staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        insert_post(&mut tx, ctx, id, post).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a post; `until` is the last day in it.
    pub async fn end_post(&self, ctx: &Ctx, id: StaffId, post: PostId, until: Day) -> Result<()> {
        may_manage(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let posts = staff::all_posts(&mut tx, id).await?;
        let (found, _) = posts
            .into_iter()
            .find(|(held, _)| held.id == post)
            .ok_or(Error::NotFound)?;
        if until < found.from {
            return Err(Error::invalid("until", "staff-until-before-from"));
        }
        staff::end_post(&mut tx, id, post, until.plus(1)).await?;
        log(&mut tx, ctx, "post_ended", id);
        tx.commit().await?;
        Ok(())
    }

    /// Notes somebody's last day: posts end with it, and from the day after nobody signs in by that name.
    pub async fn mark_left(&self, ctx: &Ctx, id: StaffId, last: Day) -> Result<()> {
        may_manage(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let mut member = staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        member.left_on = Some(last);
        staff::save(&mut tx, &member).await?;
        staff::end_posts(&mut tx, id, last.plus(1)).await?;
        if last < ctx.today() {
            stored::delete_sessions(&mut tx, id, None).await?;
            credential::forget(&mut tx, id).await?;
        }
        log(&mut tx, ctx, "left", id);
        tx.commit().await?;
        Ok(())
    }

    /// A link for the first sign-in, or the way back: shown once, only its hash is kept.
    pub async fn invite(&self, ctx: &Ctx, id: StaffId) -> Result<Token> {
        may_manage(ctx)?;
        let mut tx = self.db.write(&ctx.request).await?;
        let member = staff::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
        if member.left_on.is_some_and(|left| left < ctx.today()) {
            return Err(Error::invalid("invite", "staff-has-left"));
        }
        let token = Token::new();
        let until = ctx.now.plus_seconds(INVITE_HOURS * 3600);
        credential::set_invite(&mut tx, id, &token.hash(), until).await?;
        log(&mut tx, ctx, "invited", id);
        tx.commit().await?;
        Ok(token)
    }
}

fn may_manage(ctx: &Ctx) -> Result<()> {
    allowed(ctx, Request::Site(SiteAction::ManageStaff)).map(|_| ())
}

async fn insert_post(tx: &mut Tx, ctx: &Ctx, id: StaffId, new: NewPost) -> Result<()> {
    let known = staff::places(tx).await?;
    let exists = new.place == Place::Site || known.iter().any(|(place, _)| *place == new.place);
    if !exists {
        return Err(Error::invalid("place", "staff-place-missing"));
    }
    let post = Post {
        id: PostId(ctx.new_id()),
        staff: id,
        role: new.role,
        place: new.place,
        from: new.from,
        to: new.until.map(|until| until.plus(1)),
    };
    staff::insert_post(tx, &post).await?;
    log(tx, ctx, "post_given", id);
    Ok(())
}

fn faults_of(staff: &Staff) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if staff.name.is_empty() || staff.name.chars().count() > TEXT_CHARS {
        faults.push(FieldError::new("name", "staff-name-missing"));
    }
    let parts: Vec<&str> = staff.email.split('@').collect();
    let is_address =
        matches!(parts.as_slice(), [local, host] if !local.is_empty() && !host.is_empty());
    let plain = !staff.email.contains(char::is_whitespace) && !staff.email.contains(':');
    if !is_address || !plain || staff.email.chars().count() > TEXT_CHARS {
        faults.push(FieldError::new("email", "staff-email-wrong"));
    }
    if staff
        .phone
        .as_ref()
        .is_some_and(|phone| phone.chars().count() > TEXT_CHARS)
    {
        faults.push(FieldError::new("phone", "staff-phone-wrong"));
    }
    faults
}

fn faults_of_post(post: &NewPost) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if !post.role.fits(post.place) {
        faults.push(FieldError::new("place", "staff-place-does-not-fit"));
    }
    if post.until.is_some_and(|until| until < post.from) {
        faults.push(FieldError::new("until", "staff-until-before-from"));
    }
    faults
}

/// Who it is about stands in the log as an id.
fn log(tx: &mut Tx, ctx: &Ctx, what: &str, about: StaffId) {
    tx.log(Entry {
        detail: format!("{what} {about}"),
        ..ctx.entry(Event::StaffChanged)
    });
}
