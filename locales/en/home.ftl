home-title = Home
home-no-post-title = You have no post here yet
home-no-post = Your work shows here when your manager has entered your post in a team.
