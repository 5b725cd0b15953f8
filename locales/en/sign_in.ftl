sign-in-title = Sign in
sign-in-expired = You were signed out after a while without use. What you had written is kept and comes back in the same place.
sign-in-demo = This is an invented network to try things out in. Choose who you want to be.
