function Start-MfaRun {
    <#
    .SYNOPSIS
    Does one operation for many people, fast and with a journal that survives a crash.

    .DESCRIPTION
    Import-Csv people.csv | Reset-MfaUser is a run, too, and gives outcomes as Reset-MfaUser does. Start-MfaRun is for files
    of any size, for saved plans, and for who wants the summary at the end of the output.

    Start-MfaRun does for thousands of people what another command does for one, with the same care for each: guards,
    policies, plan, proof. People are found and counted before the first write. Requests travel together and keep to the
    service's limits; progress tells how fast it goes and how long it will take yet.

    A run that writes keeps a journal ahead of each write. After a crash, Ctrl+C or a time limit, Resume-MfaRun goes on
    with it: nothing that was proven done is repeated, and nobody is left out. Test-MfaProof tells whether a journal is as
    it was written, Export-MfaProof makes a page or a table of it.

    Each person comes out when the person has ended, as an object whose Outcome is done, partial, failed or skipped. The last
    object is the summary: its ExitCode is what a script should end with, its Head belongs into the ticket. Rows that
    cannot be used are warnings. A run that is not done for everybody also writes one error: runFailed, runPartial or
    runStopped.

    It asks before it acts. Without a console it needs -Confirm:$false or -Force. -WhatIf plans the run, tells the plan as
    text, gives no object and writes nothing. No guard can be overridden for many.

    .PARAMETER User
    Whom: object ids, user principal names or addresses. Binds from the pipeline by the columns UserPrincipalName, UPN, Mail,
    Id, ObjectId and UserId; ids count only when they are GUIDs. The columns Scope, Reason, Ticket and LifetimeMinutes of a
    row hold for that person.

    .PARAMETER Path
    A file with people: CSV with a header, or JSON lines. It is read piece by piece. Columns are found by their names, as
    the portals and Excel write them.

    .PARAMETER PlanPath
    A plan that Get-MfaRunPlan saved: its people and its operation. Whose methods have changed since is skipped.

    .PARAMETER Operation
    What is done for each person, as the command for one person does it: Reset and Rescue (Reset-MfaUser), RevokeSessions
    (Revoke-MfaSession), IssuePass (New-MfaTemporaryAccessPass), SetPerUserState (Set-MfaPerUserState), GrantRole and
    RevokeRole (Grant-MfaRole, Revoke-MfaRole), ListMethods (Get-MfaMethod), which writes nothing.

    .PARAMETER Preset
    For Reset and Rescue: NewPhone, LostPhone or Compromised, as for Reset-MfaUser.

    .PARAMETER Scope
    For Reset and Rescue: Portal, Everything, Weak, or Kinds with -Kind.

    .PARAMETER Kind
    For Reset and Rescue: the kinds that go. It implies the scope Kinds.

    .PARAMETER Keep
    For Reset and Rescue: kinds or method ids that stay, whatever the scope.

    .PARAMETER RevokeSession
    For Reset and Rescue: revokes the sign-in sessions afterwards.

    .PARAMETER LifetimeMinutes
    For Rescue and IssuePass: for how many minutes a pass can be used.

    .PARAMETER StartsAt
    For Rescue and IssuePass: from when a pass can be used. A date without a zone is local time.

    .PARAMETER UsableOnce
    For Rescue and IssuePass: a pass works only once.

    .PARAMETER Clamp
    For Rescue and IssuePass: comes as close as the tenant's policy allows.

    .PARAMETER Replace
    For IssuePass: replaces a pass that can still be used.

    .PARAMETER State
    For SetPerUserState: Disabled, Enabled or Enforced.

    .PARAMETER Role
    For GrantRole and RevokeRole: the name of the role, or its template id.

    .PARAMETER AdministrativeUnit
    For GrantRole and RevokeRole: limits the role to the members of this unit.

    .PARAMETER Duration
    For GrantRole: how long the role lasts.

    .PARAMETER Until
    For GrantRole: when the role ends.

    .PARAMETER Eligible
    For GrantRole: lets people activate the role instead of holding it.

    .PARAMETER Reason
    Why it is done, in words. A policy may demand it.

    .PARAMETER Ticket
    The number of the ticket. A policy may demand it.

    .PARAMETER RequestedBy
    On whose behalf it is done. An application must say it: the audit log names only the application.

    .PARAMETER CallerVerified
    How it was made sure that the callers are those people. A policy may demand it.

    .PARAMETER Strict
    Refuses the whole input when one row of it is bad. Otherwise bad rows are warnings, and left out.

    .PARAMETER MaximumPeople
    How many people it may be at most. It must be said above 50, unless a policy says it.

    .PARAMETER Journal
    The journal: a file that does not exist yet. Without it, one with date and time in its name in the current directory,
    which is told. ListMethods keeps one only where it is named.

    .PARAMETER ThrottleLimit
    How many people are in hand at once, at most: 1 to 300.

    .PARAMETER JournalSink
    A script block that gets a copy of the journal while it is written, as Connect-Mfa -JournalSink does: what came to it
    is on the disk already. When it fails, the run stops.

    .PARAMETER StopAfterFailures
    Ends the run, so that it can be resumed, when so many people have failed.

    .PARAMETER TimeLimit
    Begins nobody new after this time. Those in hand are finished, and the rest is for Resume-MfaRun: a runbook that may
    run for three hours gives a little less.

    .PARAMETER AsPlainText
    Gives passes as text instead of as SecureStrings.

    .PARAMETER DeliverPass
    A script block that delivers a pass: it gets the object with the pass as its argument, and what comes out has none. It
    also gets the passes of those who were in hand when the command is stopped.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Plans the run and shows for each person what would be done, and the whole in numbers. Writes nothing.

    .PARAMETER Confirm
    Asks before it begins, with the number of people. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.RunPerson for each person, then GraphMfa.RunSummary

    .EXAMPLE
    Start-MfaRun -Path people.csv -Operation Reset -Scope Weak -RevokeSession -Journal run.jsonl -MaximumPeople 12000

    Requires everybody in a file to register again, and ends their sessions, after a question.

    .EXAMPLE
    $result = Import-Csv leavers.csv | Start-MfaRun -Operation RevokeSessions -Ticket CHG-17 -RequestedBy desk@fabrikam.example -Force; exit $result[-1].ExitCode

    Revokes the sessions of a list, unattended, and ends with the run's exit status.

    .EXAMPLE
    Start-MfaRun -Path people.csv -Operation IssuePass -UsableOnce -Force -DeliverPass { param($issued) $issued | Send-ToManager }

    Issues passes, and hands each to a script of one's own.

    .EXAMPLE
    Get-MfaRunPlan -Path people.csv -Operation Reset -SavePath plan.jsonl; Start-MfaRun -PlanPath plan.jsonl

    Does what was planned, and looked at, before.

    .LINK
    Resume-MfaRun

    .LINK
    Get-MfaRunPlan

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'People', SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.RunPerson', 'GraphMfa.RunSummary')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'People', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter(Mandatory, ParameterSetName = 'File')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory, ParameterSetName = 'Plan')]
        [ValidateNotNullOrEmpty()]
        [string] $PlanPath,

        [Parameter(Mandatory, ParameterSetName = 'People')]
        [Parameter(Mandatory, ParameterSetName = 'File')]
        [ValidateSet('Reset', 'Rescue', 'RevokeSessions', 'IssuePass', 'SetPerUserState', 'GrantRole', 'RevokeRole', 'ListMethods')]
        [string] $Operation,

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
        [ValidateRange(1, 43200)]
        [int] $LifetimeMinutes,

        [Parameter()]
        [datetime] $StartsAt,

        [Parameter()]
        [switch] $UsableOnce,

        [Parameter()]
        [switch] $Clamp,

        [Parameter()]
        [switch] $Replace,

        [Parameter()]
        [ValidateSet('Disabled', 'Enabled', 'Enforced')]
        [string] $State,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Role @args })]
        [string] $Role,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string] $AdministrativeUnit,

        [Parameter()]
        [ValidateScript({ $_.TotalMinutes -ge 1 -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $Duration,

        [Parameter()]
        [datetime] $Until,

        [Parameter()]
        [switch] $Eligible,

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
        [switch] $Strict,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $MaximumPeople,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [ValidateRange(1, 300)]
        [int] $ThrottleLimit,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $StopAfterFailures,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $TimeLimit,

        [Parameter()]
        [switch] $AsPlainText,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $DeliverPass,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $writes = $Operation -ne 'ListMethods'
        if ($writes) {
            $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
            if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        # What binds from a row does not hold for all.
        $bound = @{}
        foreach ($name in $PSBoundParameters.Keys) { if ($name -ne 'User') { $bound[$name] = $PSBoundParameters[$name] } }
        $rows = New-Object 'System.Collections.Generic.List[string]'
    }
    process {
        if ($PSCmdlet.ParameterSetName -eq 'People') {
            foreach ($row in @(ConvertTo-MfaRunRow -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput)) { $rows.Add($row) }
        }
    }
    end {
        if ($PSCmdlet.ParameterSetName -eq 'People' -and $rows.Count -eq 0) { return }
        $made = New-MfaRunRequest -Operation startRun -Cmdlet $PSCmdlet -Bound $bound -Row $rows -Entry $resolved.Entry
        if ($null -ne $made.Error) { $PSCmdlet.ThrowTerminatingError($made.Error) }
        $request = $made.Request
        if ($WhatIfPreference) {
            Show-MfaRunPlan $PSCmdlet $resolved.Entry $request { param($bad) Write-MfaBadRow $bad }
            return
        }
        if ($writes) {
            $whom = switch ($PSCmdlet.ParameterSetName) {
                'Plan' { "everybody in the plan $PlanPath"; break }
                'File' { "everybody in $Path ($(Get-MfaLineCount $request['input'] 'lines'))"; break }
                default { "$($rows.Count) people" }
            }
            $deed = 'Do what was planned'
            if ($Operation) { $deed = $Operation }
            if (-not $PSCmdlet.ShouldProcess("$deed for $whom", "$deed for $($whom)?", $deed)) { return }
        }
        if ($Journal) { $request['file'] = Resolve-MfaFile $PSCmdlet $Journal $resolved.Entry }
        elseif ($writes) {
            $request['file'] = Resolve-MfaFile $PSCmdlet ('graph-mfa-run-{0:yyyyMMdd-HHmmss}.jsonl' -f [datetime]::Now) $resolved.Entry
            Write-MfaRunNote $PSCmdlet "The journal of this run: $($request['file'])"
        }
        Invoke-MfaRun $PSCmdlet $resolved.Entry $request -DeliverPass $DeliverPass -JournalSink $JournalSink | ForEach-Object -Process {
            if ($_.ContainsKey('Person')) { ConvertTo-MfaRunPerson $_.Person -AsPlainText $AsPlainText.IsPresent -DeliverPass $DeliverPass }
            elseif ($_.ContainsKey('BadRow')) { Write-MfaBadRow $_.BadRow }
            elseif ($null -ne $_.Error) { Write-MfaError $PSCmdlet $_ }
            else {
                $_.Summary
                $fault = Get-MfaRunFault $_.Summary
                if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault; Ends = $false } }
            }
        }
    }
}
