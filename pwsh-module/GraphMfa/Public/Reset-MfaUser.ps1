function Reset-MfaUser {
    <#
    .SYNOPSIS
    Requires a person to register again for multifactor authentication.

    .DESCRIPTION
    Reset-MfaUser removes the authentication methods in scope in an order that the service accepts, reads again until the
    tenant shows that they are gone, and gives an outcome with the proof: done only when a read after the writes shows it,
    else partial or failed, with what remains and why. An outcome that is not done also writes an error.

    It asks before it acts and shows the plan with the question; what is then done is that plan, or nothing if the
    person's methods have changed meanwhile. Without a console it needs -Confirm:$false or -Force. -WhatIf tells the
    plan as text, gives no object and writes nothing.

    Several people, or one with a parameter of a run such as -Journal, are one run: the input is gathered and checked, what it
    takes is told, one question is asked, and each person comes out when that person has ended, as the same object as for one,
    whose Outcome is done, partial, failed or skipped. Who is not done is an error, too. Get-MfaRun has the summary, and
    Resume-MfaRun goes on with what was stopped. See about_GraphMfa_Run.

    What portal users may not expect: methods are deleted, the phone number also for self-service password reset; revoking
    sessions signs the person out of every device.

    .PARAMETER User
    Whom: object id, user principal name or address. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Preset
    The situation. NewPhone: Authenticator and its codes go, the number stays. LostPhone: numbers, Authenticator and its codes
    go, and every device is signed out. Compromised: everything but the password goes, every device is signed out, and a
    Temporary Access Pass is issued. -Keep, -RevokeSession and -IssuePass add to it; what contradicts it is an error.

    .PARAMETER Scope
    Which methods go. Portal, the default: what the portal's button "Require re-register multifactor authentication"
    removes. Everything: all but the password. Weak: passkeys, Windows Hello, platform credentials and passes stay.
    Kinds: those that -Kind lists.

    .PARAMETER Kind
    The kinds that go, such as phone or microsoftAuthenticator. It implies the scope Kinds.

    .PARAMETER Keep
    Kinds or method ids that stay, whatever the scope.

    .PARAMETER RevokeSession
    Revokes the person's sign-in sessions afterwards.

    .PARAMETER IssuePass
    Issues a Temporary Access Pass, so that nobody is left with neither method nor pass: it is created before the first
    deletion, and given at the end in the property TemporaryAccessPass, as a SecureString.

    .PARAMETER LifetimeMinutes
    For how many minutes the pass can be used, within the limits of the tenant's policy.

    .PARAMETER UsableOnce
    The pass works only once.

    .PARAMETER AsPlainText
    Gives the pass as text instead of as a SecureString.

    .PARAMETER DeliverPass
    A script block that delivers the pass: it gets the outcome with the pass as its argument, and what comes out has none.

    .PARAMETER Fingerprint
    The fingerprint of a plan: the reset stops before the first write unless its plan has the same. A plan from the
    pipeline brings its own.

    .PARAMETER Reason
    Why it is done, in words. A policy may demand it.

    .PARAMETER Ticket
    The number of the ticket. A policy may demand it.

    .PARAMETER RequestedBy
    On whose behalf it is done, where an application is signed in: the audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the caller is that person, such as callBack or managerConfirmed. A policy may demand it.

    .PARAMETER OverrideGuard
    Overrides the guard for one person, who is named here once more by object id or user principal name. It never
    overrides the guard of an emergency account.

    .PARAMETER OverrideLockOut
    The id of an administrator's last method that resists phishing, when it is to go although no pass is issued.

    .PARAMETER Journal
    The journal of a run: a file that does not exist yet. Several people are a run, and so is whatever is given this or
    another parameter of a run. Without it, the journal has date and time in its name, in the current directory; it is told.

    .PARAMETER JournalSink
    A script block that gets a copy of the journal while it is written, as Connect-Mfa -JournalSink does: what came to it
    is on the disk already. When it fails, the run stops.

    .PARAMETER MaximumPeople
    How many people a run may be for at most. It must be said above 50, unless a policy says it.

    .PARAMETER ThrottleLimit
    How many people of a run are in hand at once, at most: 1 to 300.

    .PARAMETER StopAfterFailures
    Ends a run, so that it can be resumed, when so many people have failed.

    .PARAMETER TimeLimit
    Begins nobody new after this time. Those in hand are finished, and the rest is for Resume-MfaRun.

    .PARAMETER Strict
    Refuses the whole input of a run when one row of it is bad. Otherwise bad rows are errors, and left out.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Shows the steps of the plan as text, gives no outcome and writes nothing.

    .PARAMETER Confirm
    Asks before it acts: for one person with the plan, for a run once, with the plan in numbers. -Confirm:$false acts without
    a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv; or a GraphMfa.Plan, which
    is then carried out as it is.

    .OUTPUTS
    GraphMfa.ResetOutcome, or GraphMfa.RescueOutcome when a pass is issued

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -RevokeSession

    Requires one person to register again, and ends the sessions, after a question that shows the plan.

    .EXAMPLE
    Import-Csv people.csv | Reset-MfaUser -RevokeSession -Reason 'Lost tokens' -RequestedBy desk@fabrikam.example -Journal run.jsonl -MaximumPeople 2000 -Force | Export-Csv outcomes.csv

    Does it for everybody in a list, unattended, as one run with a journal.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -Preset Compromised -LifetimeMinutes 60 -AsPlainText

    Removes everything, signs every device out, and shows the pass with which the person can register again.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -IssuePass -UsableOnce -DeliverPass { param($outcome) $outcome | Send-ToManager }

    Does what the portal's button does, and hands a pass to a script of one's own.

    .EXAMPLE
    Reset-MfaUser nora.lind@fabrikam.example -Scope Weak -Keep phone -WhatIf

    Tells what would be done.

    .LINK
    Get-MfaResetPlan

    .LINK
    Revoke-MfaSession

    .LINK
    about_GraphMfa_Errors
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.ResetOutcome', 'GraphMfa.RescueOutcome')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateSet('NewPhone', 'LostPhone', 'Compromised')]
        [string] $Preset,

        [Parameter()]
        [ValidateSet('Portal', 'Everything', 'Weak', 'Kinds')]
        [string] $Scope,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Kind,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Kind @args })]
        [string[]] $Keep,

        [Parameter()]
        [switch] $RevokeSession,

        [Parameter()]
        [switch] $IssuePass,

        [Parameter()]
        [ValidateRange(1, 43200)]
        [int] $LifetimeMinutes,

        [Parameter()]
        [switch] $UsableOnce,

        [Parameter()]
        [switch] $AsPlainText,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $DeliverPass,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Fingerprint,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Ticket,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $RequestedBy,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $CallerVerified,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $OverrideGuard,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $OverrideLockOut,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $MaximumPeople,

        [Parameter()]
        [ValidateRange(1, 300)]
        [int] $ThrottleLimit,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $StopAfterFailures,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $TimeLimit,

        [Parameter()]
        [switch] $Strict,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        # What a preset stands for is the library's to say.
        $withPass = $IssuePass.IsPresent
        if ($Preset) {
            $described = Invoke-MfaQuick ([ordered] @{ call = 'describe' })
            if ($null -ne $described.Fault) { $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $described.Fault $Preset)) }
            foreach ($known in $described.Answer.presets) { if ($known.preset -eq $Preset) { $withPass = $withPass -or $known.issuePass } }
        }
        $isRun = Test-MfaRunAsked $PSBoundParameters
        $rows = New-Object -TypeName 'System.Collections.Generic.List[string]'
        $named = $null
        $alone = $null
        $preferences = @{ WhatIf = $WhatIfPreference; ConfirmPreference = $ConfirmPreference }
    }
    process {
        if ($MyInvocation.ExpectingInput -and $null -ne $_ -and $_.PSObject.TypeNames[0] -match '^(Deserialized\.)?GraphMfa\.Plan$') {
            if ($isRun) {
                $fault = New-MfaFault -Code invalidInput -Message 'Plans from the pipeline are carried out one by one, each as it is, and that is no run' -Remedy 'Save a plan for many with Get-MfaRunPlan -SavePath, and carry it out with Start-MfaRun -PlanPath'
                $PSCmdlet.ThrowTerminatingError((New-MfaErrorRecord $fault))
            }
            Invoke-MfaOneReset -Cmdlet $PSCmdlet -Named $User -InputObject $_ -Bound $PSBoundParameters -Entry $resolved.Entry -WithPass $withPass @preferences
            return
        }
        foreach ($row in @(ConvertTo-MfaRunRow -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput)) { $rows.Add($row) }
        # Who is alone is asked about, and done, as one person.
        if ($rows.Count -eq 1) {
            $named = $User
            if ($MyInvocation.ExpectingInput) { $alone = $_ }
        }
    }
    end {
        if ($rows.Count -eq 0) { return }
        if ($rows.Count -eq 1 -and -not $isRun) {
            Invoke-MfaOneReset -Cmdlet $PSCmdlet -Named $named -InputObject $alone -Bound $PSBoundParameters -Entry $resolved.Entry -WithPass $withPass @preferences
            return
        }
        $operation = 'Reset'
        if ($withPass) { $operation = 'Rescue' }
        Invoke-MfaPeopleRun -Cmdlet $PSCmdlet -Operation $operation -TypeName "GraphMfa.$($operation)Outcome" -Bound $PSBoundParameters -Row $rows -Entry $resolved.Entry @preferences
    }
}
