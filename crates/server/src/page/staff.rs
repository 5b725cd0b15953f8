//! The administrator's page: who works here, in which posts, and links for the first sign-in.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hemma_app::error::Error;
use hemma_app::staff::{Colleague, Member, NewColleague, NewPost};
use hemma_domain::access::SiteAction;
use hemma_domain::code::Code;
use hemma_domain::ids::{PostId, StaffId};
use hemma_domain::login::INVITE_HOURS;
use hemma_domain::staff::{Language, Place, Post, Role};
use hemma_domain::time::Day;
use serde::Deserialize;

use crate::http::Site;
use crate::http::error::PageError;
use crate::http::form::{self, Faults};
use crate::http::route::{Access, Routes};
use crate::http::visit::Visit;
use crate::lang::Lang;
use crate::page::{Frame, Sampled, Samples, choices, render, sampled};

const MANAGE: Access = Access::Site(SiteAction::ManageStaff);

/// The routes of this page.
pub fn routes() -> Routes {
    Routes::default()
        .get("/settings/staff", MANAGE, get)
        .get("/settings/staff/new", MANAGE, get_new)
        .make("/settings/staff/new", MANAGE, post_new)
        .get("/settings/staff/{staff}", MANAGE, get_member)
        .make("/settings/staff/{staff}/posts", MANAGE, post_post)
        .post("/settings/staff/{staff}/posts/{post}/end", MANAGE, post_end)
        .post("/settings/staff/{staff}/leave", MANAGE, post_leave)
        .post("/settings/staff/{staff}/invite", MANAGE, post_invite)
}

/// Who works here.
#[derive(Template)]
#[template(path = "staff/list.html")]
pub struct StaffPage {
    pub frame: Frame,
    pub lang: Lang,
    pub people: Vec<Row>,
}

/// Somebody in the list.
pub struct Row {
    pub id: StaffId,
    pub name: String,
    pub email: String,
    pub posts: String,
    /// Class, icon and words.
    pub state: (&'static str, &'static str, String),
}

/// Somebody to be added.
#[derive(Template)]
#[template(path = "staff/new.html")]
pub struct NewPage {
    pub frame: Frame,
    pub lang: Lang,
    pub form: StaffForm,
    pub faults: Faults,
    pub languages: Vec<(&'static str, String)>,
    pub roles: Vec<(&'static str, String)>,
    /// Code and name of each place.
    pub places: Vec<(String, String)>,
    pub may_be_empty: bool,
}

/// Somebody with posts.
#[derive(Template)]
#[template(path = "staff/member.html")]
pub struct MemberPage {
    pub frame: Frame,
    pub lang: Lang,
    pub name: String,
    pub email: String,
    /// `Slutade 3 maj 2026`; empty while employed.
    pub left: String,
    pub action: String,
    pub posts: Vec<PostView>,
    /// A new link, shown this once; empty otherwise.
    pub link: String,
    pub hours: i64,
    pub today: String,
    /// What was typed as the last day.
    pub last: String,
    pub form: StaffForm,
    pub faults: Faults,
    pub roles: Vec<(&'static str, String)>,
    pub places: Vec<(String, String)>,
    pub may_be_empty: bool,
}

/// A post as shown.
pub struct PostView {
    pub id: PostId,
    pub what: String,
    pub when: String,
    /// It goes on, so it can be ended.
    pub open: bool,
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct StaffForm {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub language: String,
    pub role: String,
    pub place: String,
    pub from: String,
    pub until: String,
    pub last: String,
}

impl StaffForm {
    fn empty(lang: Lang, today: Day) -> StaffForm {
        StaffForm {
            language: Language::Swedish.code().to_owned(),
            from: lang.full_day(today),
            ..StaffForm::default()
        }
    }

    /// The post, if one was chosen.
    fn post(&self, today: Day, faults: &mut Faults) -> Option<NewPost> {
        let role = Role::from_code(&self.role)?;
        let place = place_of(&self.place);
        if place.is_none() {
            faults.add("place", "staff-place-missing");
        }
        let from = form::day(&self.from, today);
        if from.is_none() {
            faults.add("from", "staff-day-wrong");
        }
        let until = match self.until.trim() {
            "" => None,
            typed => {
                let day = form::day_from(typed, from.unwrap_or(today));
                if day.is_none() {
                    faults.add("until", "staff-day-wrong");
                }
                day
            }
        };
        Some(NewPost {
            role,
            place: place?,
            from: from?,
            until,
        })
    }
}

/// A place as the form names it: `team/…/…`, `board/…`, `network/…`, `site`.
fn place_code(place: Place) -> String {
    match place {
        Place::Team(team, board) => format!("team/{team}/{board}"),
        Place::Board(board) => format!("board/{board}"),
        Place::Network(network) => format!("network/{network}"),
        Place::Site => "site".to_owned(),
    }
}

fn place_of(code: &str) -> Option<Place> {
    let parts: Vec<&str> = code.split('/').collect();
    match parts.as_slice() {
        ["team", team, board] => Some(Place::Team(team.parse().ok()?, board.parse().ok()?)),
        ["board", board] => Some(Place::Board(board.parse().ok()?)),
        ["network", network] => Some(Place::Network(network.parse().ok()?)),
        ["site"] => Some(Place::Site),
        _ => None,
    }
}

fn place_choices(places: &[(Place, String)], lang: Lang) -> Vec<(String, String)> {
    let site = (place_code(Place::Site), lang.t("staff-place-site"));
    let named = places
        .iter()
        .map(|(place, name)| (place_code(*place), name.clone()));
    named.chain([site]).collect()
}

async fn get(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let people = site
        .app
        .colleagues(&visit.ctx)
        .await
        .map_err(PageError::to(&visit))?;
    let (lang, today) = (visit.lang, visit.ctx.today());
    let page = StaffPage {
        frame: Frame::of(&visit, "staff-title"),
        lang,
        people: people.iter().map(|one| row(one, today, lang)).collect(),
    };
    render(&visit, &page)
}

fn row(one: &Colleague, today: Day, lang: Lang) -> Row {
    let posts: Vec<String> = one
        .posts
        .iter()
        .map(|(role, place)| post_name(*role, place, lang))
        .collect();
    let state = match one.staff.left_on {
        Some(left) if left < today => (
            "none",
            "none",
            lang.t1("staff-left", "day", lang.full_day(left)),
        ),
        _ if one.can_sign_in => ("ok", "ok", lang.t("staff-can-sign-in")),
        _ => ("due", "due", lang.t("staff-cannot-sign-in")),
    };
    Row {
        id: one.staff.id,
        name: one.staff.name.clone(),
        email: one.staff.email.clone(),
        posts: posts.join("; "),
        state,
    }
}

fn post_name(role: Role, place: &str, lang: Lang) -> String {
    match place {
        "" => lang.name(role),
        place => format!("{}, {place}", lang.name(role)),
    }
}

async fn get_new(visit: Visit, State(site): State<Site>) -> Result<Response, PageError> {
    let form = StaffForm::empty(visit.lang, visit.ctx.today());
    show_new(&visit, &site, form, Faults::none()).await
}

async fn show_new(
    visit: &Visit,
    site: &Site,
    form: StaffForm,
    faults: Faults,
) -> Result<Response, PageError> {
    let places = site
        .app
        .post_places(&visit.ctx)
        .await
        .map_err(PageError::to(visit))?;
    let lang = visit.lang;
    let page = NewPage {
        frame: Frame::of(visit, "staff-add"),
        lang,
        form,
        faults,
        languages: choices::<Language>(lang),
        roles: choices::<Role>(lang),
        places: place_choices(&places, lang),
        may_be_empty: true,
    };
    render(visit, &page)
}

async fn post_new(
    visit: Visit,
    State(site): State<Site>,
    Form(form): Form<StaffForm>,
) -> Result<Response, PageError> {
    let mut faults = Faults::none();
    let post = form.post(visit.ctx.today(), &mut faults);
    let new = NewColleague {
        name: form.name.clone(),
        email: form.email.clone(),
        phone: form.phone.clone(),
        language: Language::from_code(&form.language).unwrap_or(Language::Swedish),
    };
    let added = if faults.is_empty() {
        site.app.add_colleague(&visit.ctx, &new, post).await
    } else {
        Err(Error::Invalid(faults.into_inner()))
    };
    match added {
        Ok(id) => Ok(done(id, "added")),
        Err(Error::Invalid(faults)) => {
            let page = show_new(&visit, &site, form, Faults::of(faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(err) => Err(PageError::to(&visit)(err)),
    }
}

async fn get_member(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<StaffId>,
) -> Result<Response, PageError> {
    let form = StaffForm::empty(visit.lang, visit.ctx.today());
    show_member(&visit, &site, id, (form, Faults::none(), String::new())).await
}

async fn show_member(
    visit: &Visit,
    site: &Site,
    id: StaffId,
    typed: (StaffForm, Faults, String),
) -> Result<Response, PageError> {
    let member = site
        .app
        .colleague(&visit.ctx, id)
        .await
        .map_err(PageError::to(visit))?;
    let places = site
        .app
        .post_places(&visit.ctx)
        .await
        .map_err(PageError::to(visit))?;
    let frame = Frame::of(visit, "staff-member-title");
    let today = visit.ctx.today();
    render(visit, &member_page(frame, today, (&member, &places), typed))
}

fn member_page(
    frame: Frame,
    today: Day,
    known: (&Member, &[(Place, String)]),
    typed: (StaffForm, Faults, String),
) -> MemberPage {
    let ((member, places), (form, faults, link)) = (known, typed);
    let lang = frame.lang;
    let left = member.staff.left_on;
    MemberPage {
        lang,
        name: member.staff.name.clone(),
        email: member.staff.email.clone(),
        left: left
            .map(|left| lang.t1("staff-left", "day", lang.full_day(left)))
            .unwrap_or_default(),
        action: format!("/settings/staff/{}", member.staff.id),
        posts: member
            .posts
            .iter()
            .map(|(post, place)| post_view(post, place, today, lang))
            .collect(),
        link,
        hours: INVITE_HOURS,
        today: lang.full_day(today),
        last: if form.last.is_empty() {
            lang.full_day(today)
        } else {
            form.last.clone()
        },
        form,
        faults,
        roles: choices::<Role>(lang),
        places: place_choices(places, lang),
        may_be_empty: false,
        frame,
    }
}

fn post_view(post: &Post, place: &str, today: Day, lang: Lang) -> PostView {
    let from = lang.full_day(post.from);
    let when = match post.to {
        Some(to) => lang.t2(
            "staff-from-until",
            ("from", from),
            ("until", lang.full_day(to.plus(-1))),
        ),
        None => lang.t1("staff-from-day", "from", from),
    };
    PostView {
        id: post.id,
        what: post_name(post.role, place, lang),
        when,
        open: post.to.is_none_or(|to| today < to),
    }
}

async fn post_post(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<StaffId>,
    Form(form): Form<StaffForm>,
) -> Result<Response, PageError> {
    let mut faults = Faults::none();
    let given = match form.post(visit.ctx.today(), &mut faults) {
        Some(post) if faults.is_empty() => site.app.add_post(&visit.ctx, id, post).await,
        _ if faults.is_empty() => Err(Error::invalid("place", "staff-role-missing")),
        _ => Err(Error::Invalid(faults.into_inner())),
    };
    after(&visit, &site, id, (given, form, "post-given")).await
}

async fn post_end(
    visit: Visit,
    State(site): State<Site>,
    Path((id, post)): Path<(StaffId, PostId)>,
    Form(form): Form<StaffForm>,
) -> Result<Response, PageError> {
    let ended = match form::day_ahead(&form.until, visit.ctx.today()) {
        Some(until) => site.app.end_post(&visit.ctx, id, post, until).await,
        None => Err(Error::invalid("until", "staff-day-wrong")),
    };
    let form = StaffForm::empty(visit.lang, visit.ctx.today());
    after(&visit, &site, id, (ended, form, "post-ended")).await
}

async fn post_leave(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<StaffId>,
    Form(form): Form<StaffForm>,
) -> Result<Response, PageError> {
    let left = match form::day_ahead(&form.last, visit.ctx.today()) {
        Some(last) => site.app.mark_left(&visit.ctx, id, last).await,
        None => Err(Error::invalid("last", "staff-day-wrong")),
    };
    after(&visit, &site, id, (left, form, "left")).await
}

/// The link is shown in the answer itself: it is kept nowhere from which a second page could take it.
async fn post_invite(
    visit: Visit,
    State(site): State<Site>,
    Path(id): Path<StaffId>,
) -> Result<Response, PageError> {
    let form = StaffForm::empty(visit.lang, visit.ctx.today());
    match site.app.invite(&visit.ctx, id).await {
        Ok(token) => {
            let link = format!("{}/welcome/{}", site.app.config().origin, token.0);
            show_member(&visit, &site, id, (form, Faults::none(), link)).await
        }
        Err(err) => after(&visit, &site, id, (Err(err), form, "")).await,
    }
}

async fn after(
    visit: &Visit,
    site: &Site,
    id: StaffId,
    outcome: (Result<(), Error>, StaffForm, &str),
) -> Result<Response, PageError> {
    match outcome {
        (Ok(()), _, key) => Ok(done(id, key)),
        (Err(Error::Invalid(faults)), form, _) => {
            let typed = (form, Faults::of(faults), String::new());
            let page = show_member(visit, site, id, typed).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        (Err(err), _, _) => Err(PageError::to(visit)(err)),
    }
}

fn done(id: StaffId, key: &str) -> Response {
    Redirect::to(&format!("/settings/staff/{id}?done=staff-{key}")).into_response()
}

/// Every state of this page.
pub fn samples() -> Vec<Sampled> {
    let mut all = sampled::<StaffPage>("staff");
    all.extend(sampled::<NewPage>("staff new"));
    all.extend(sampled::<MemberPage>("staff member"));
    all
}

impl Samples for StaffPage {
    fn samples() -> Vec<(&'static str, StaffPage)> {
        let lang = Lang::SV;
        let row = |state: (&'static str, &str)| Row {
            id: StaffId(uuid::Uuid::nil()),
            name: "Tuva Ekorrstig".to_owned(),
            email: "tuva@hemma.example".to_owned(),
            posts: post_name(Role::FamilyTherapist, "MST-CAN Järva", lang),
            state: (state.0, state.0, lang.t(state.1)),
        };
        let page = |people| StaffPage {
            frame: Frame::sample(lang),
            lang,
            people,
        };
        let people = vec![
            row(("ok", "staff-can-sign-in")),
            row(("due", "staff-cannot-sign-in")),
        ];
        vec![("nobody", page(vec![])), ("two", page(people))]
    }
}

impl Samples for NewPage {
    fn samples() -> Vec<(&'static str, NewPage)> {
        let lang = Lang::SV;
        let page = |form, faults| NewPage {
            frame: Frame::sample(lang),
            lang,
            form,
            faults,
            languages: choices::<Language>(lang),
            roles: choices::<Role>(lang),
            places: place_choices(&[], lang),
            may_be_empty: true,
        };
        let mut faults = Faults::none();
        for (field, message) in [
            ("name", "staff-name-missing"),
            ("email", "staff-email-taken"),
            ("phone", "staff-phone-wrong"),
            ("place", "staff-place-does-not-fit"),
            ("from", "staff-day-wrong"),
            ("until", "staff-until-before-from"),
        ] {
            faults.add(field, message);
        }
        vec![
            ("empty", page(StaffForm::default(), Faults::none())),
            ("faults", page(StaffForm::default(), faults)),
        ]
    }
}

impl Samples for MemberPage {
    fn samples() -> Vec<(&'static str, MemberPage)> {
        let lang = Lang::SV;
        let view = |open| PostView {
            id: PostId(uuid::Uuid::from_u128(u128::from(open))),
            what: post_name(Role::FamilyTherapist, "MST-CAN Järva", lang),
            when: lang.t1("staff-from-day", "from", "1 mars 2026"),
            open: open == 1,
        };
        let page = |posts, link: &str, faults| MemberPage {
            frame: Frame::sample(lang),
            lang,
            name: "Tuva Ekorrstig".to_owned(),
            email: "tuva@hemma.example".to_owned(),
            left: String::new(),
            action: "/settings/staff/sample".to_owned(),
            posts,
            link: link.to_owned(),
            hours: INVITE_HOURS,
            today: "2026-11-23".to_owned(),
            last: "2026-11-23".to_owned(),
            form: StaffForm::default(),
            faults,
            roles: choices::<Role>(lang),
            places: place_choices(&[], lang),
            may_be_empty: false,
        };
        let mut faults = Faults::none();
        faults.add("place", "staff-role-missing");
        faults.add("invite", "staff-has-left");
        vec![
            ("no post", page(vec![], "", Faults::none())),
            (
                "link",
                page(
                    vec![view(1_u32), view(0)],
                    "http://localhost/welcome/sample",
                    Faults::none(),
                ),
            ),
            ("faults", page(vec![view(1)], "", faults)),
        ]
    }
}
